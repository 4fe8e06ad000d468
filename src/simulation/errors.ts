/** A problem that cannot be simulated; the message says why, for people. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
}
