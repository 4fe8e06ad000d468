/** Exit codes of the command line. */
export const exitCodes = { done: 0, wrongInput: 1, usage: 2, cancelled: 3, fault: 70 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a sentence for the person who called it; no stack trace is shown. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode,
  ) {
    super(message);
  }
}

export const wrongInput = (message: string) => new CommandError(message, exitCodes.wrongInput);
export const wrongUsage = (message: string) => new CommandError(message, exitCodes.usage);
