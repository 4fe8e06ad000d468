import { html, nothing, type TemplateResult } from 'lit';
import type { LocatedProblem, Path } from '../../src/experiment/problem';
import type { FormContext } from './context';
import { chartSection } from './chartSection';
import { classifierSection } from './classifierSection';
import { dataSection } from './dataSection';
import { descriptionRow } from './descriptionRow';
import { fieldRow } from './fieldRow';
import { generatorSection } from './generatorSection';
import { labelsSection } from './labelsSection';
import { matchProblems, nearestRow, pathKey } from './matchProblems';
import type { Row } from './row';
import { sectionTemplate, type Section } from './section';
import { seriesSection } from './seriesSection';
import { simulationSection } from './simulationSection';
import { sizesSection } from './sizesSection';
import { summaryOf, type SectionId } from './summaries';
import { sweepSection } from './sweepSection';
import { theorySection } from './theorySection';

/** The whole form: title and description, and the sections from the data to the chart. */
export interface Form {
  readonly title: readonly Row[];
  readonly sections: readonly Section[];
}

/** The form of an experiment. The metric stands with the chart. */
export function formOf(context: FormContext): Form {
  return {
    title: [...fieldRow(context, ['title']), ...descriptionRow(context)],
    sections: [
      dataSection(context),
      sizesSection(context),
      generatorSection(context),
      labelsSection(context),
      classifierSection(context),
      sweepSection(context),
      seriesSection(context),
      theorySection(context),
      simulationSection(context),
      chartSection(context),
    ],
  };
}

/** The section and the row in which a field is edited; undefined where the form has none. */
export function placeOf(
  form: Form,
  path: Path,
): { readonly section: SectionId | null; readonly row: Path } | undefined {
  const rows = (all: readonly Row[]) => all.map((row) => row.path);
  const target = nearestRow(path, [
    ...rows(form.title),
    ...form.sections.flatMap(({ rows: own }) => rows(own)),
  ]);
  if (target === undefined) {
    const section = form.sections.find(({ id }) => id === path[0]);
    const first = section?.rows[0]?.path;
    return section === undefined || first === undefined ? undefined : { section: section.id, row: first };
  }
  const key = pathKey(target);
  const section = form.sections.find((candidate) => candidate.rows.some((row) => pathKey(row.path) === key));
  return { section: section?.id ?? null, row: target };
}

export interface FormView {
  readonly problems: readonly LocatedProblem[];
  readonly collapsed: readonly string[];
  toggle(section: SectionId, collapse: boolean): void;
  /** Opens the file as text where a problem is. */
  openJson(offset: number): void;
}

/** The form as it is shown: problems that no open row shows stand above it. */
export function formTemplate(context: FormContext, form: Form, view: FormView): TemplateResult {
  const isOpen = ({ id }: Section) => !view.collapsed.includes(id);
  const visible = [...form.title, ...form.sections.filter(isOpen).flatMap(({ rows }) => rows)];
  const { byRow, rest } = matchProblems(
    view.problems,
    visible.map((row) => row.path),
  );
  const show = (row: Row) => row.template(byRow.get(pathKey(row.path)) ?? []);
  return html`
    ${rest.length === 0 ? nothing : problemList(rest, view)}
    <div class="section-rows title-row">${form.title.map(show)}</div>
    ${form.sections.map((section) => {
      const collapsed = !isOpen(section);
      const hidden = collapsed
        ? matchProblems(
            rest,
            section.rows.map((row) => row.path),
          )
        : { byRow: new Map() };
      return sectionTemplate(
        section,
        collapsed,
        summaryOf(section.id, context.contents),
        hidden.byRow.size,
        collapsed ? [] : section.rows.map(show),
        () => view.toggle(section.id, !collapsed),
      );
    })}
  `;
}

function problemList(problems: readonly LocatedProblem[], view: FormView): TemplateResult {
  return html`<ul class="problem-list" aria-label="Problems of the file">
    ${problems.map(
      (problem) =>
        html`<li class="problem">
          <i class="codicon codicon-error" aria-hidden="true"></i>
          <span>
            ${problem.message}
            <button class="text-link" @click=${() => view.openJson(problem.offset)}>
              Line ${problem.line}
            </button>
          </span>
        </li>`,
    )}
  </ul>`;
}
