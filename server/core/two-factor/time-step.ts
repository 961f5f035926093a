/** The length of a time step (RFC 6238 §4.1), as every authenticator app supports it. */
export const periodSeconds = 30;

/** The time step of an instant: its number of 30-second periods since 1970 (RFC 6238 §4.2). */
export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / 1000 / periodSeconds);
}

/** When a time step begins, in epoch milliseconds. */
export function timeOfStep(step: number): number {
  return step * periodSeconds * 1000;
}
