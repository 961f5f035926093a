/** A refusal for the operator: one line, exit code 1. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}
