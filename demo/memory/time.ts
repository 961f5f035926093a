/** In milliseconds. */
export const minute = 60_000;
export const day = 24 * 60 * minute;

export function asTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
