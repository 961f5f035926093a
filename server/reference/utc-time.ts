import * as z from 'zod';

/**
 * Reads a date, which is its first moment in UTC, or a time in UTC: `2026-12-01`, `2026-12-01T09:00:00Z`. Null for any other text.
 *
 * The calendar is that of zod: JavaScript's own reads February 30 as March 2.
 */
export function readUtcTime(text: string): Date | null {
  const isTime = z.iso.date().safeParse(text).success || z.iso.datetime().safeParse(text).success;
  return isTime ? new Date(text) : null;
}
