/** What `resolvent --help` prints. */
export const usage = `Resolvent: experiments on training with synthetic data

  resolvent predict SPEC [--json | --csv] [--details]
      The theory alone, as a table, as results JSON or as CSV, on standard output.
      With --details the table and the JSON also say what every point is worth in
      real rows, its best threshold if the classes are not equally frequent, and
      what a generator of several generations costs.

  resolvent run SPEC [--out FILE] [--csv FILE] [--svg FILE]
                     [--workers N] [--repetitions N] [--seed N] [--fresh]
      Theory and simulation. Writes NAME.results.json beside SPEC unless told otherwise.
      What an earlier run has left there, whole or interrupted, is taken over as far as
      the points are the same; --fresh computes all anew.

  resolvent run SPEC|FOLDER... [--workers N] [--repetitions N] [--seed N] [--fresh]
      Several experiments, one after another, those in a folder and below it included.
      A table at the end says what became of each; the exit code is the highest.

  resolvent verify RESULTS... [--sample N | --all] [--seed N] [--workers N] [--json]
      Computes some 50 repetitions of a results file again, or N, or all, and compares
      every number to the last bit; also whether means, standard errors and theory are
      right. Exit code 1 where anything differs.

  resolvent validate SPEC...
      Every problem with its line and column.

  resolvent inspect FILE [--label NAME] [--positive CLASS] [--negative CLASS]
                         [--variable NAME] [--format csv|npy|npz|mat|idx|parquet]
                         [--header yes|no] [--drop-missing] [--json]
      What a data set holds: shape, classes, first rows, constant columns, how far the
      classes are apart, and how its spectrum compares with noise. FILE is CSV, .npy,
      .npz, .mat, IDX or Parquet, plain or gzipped.

  resolvent new TEMPLATE [FILE]
      Writes a template to FILE, or to TEMPLATE.resolvent.json.

  resolvent templates
      The templates there are.

  resolvent --help | --version

Exit codes: 0 done, 1 the input is wrong, 2 wrong call, 3 cancelled, 70 a fault of Resolvent.
`;
