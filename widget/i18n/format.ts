/** A day in words: “24 November 2026”. */
export function formatDate(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date(iso));
}

/** A day and a time of day in words: “24 November 2026 at 09:00”. */
export function formatMoment(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));
}

/** A number of days in words: “30 days”. */
export function formatDays(days: number, locale: string): string {
  return inUnits(days, 'day', locale);
}

/** How long ago that was, in words: “3 hours ago”, “yesterday”. Null within the last minute, and for a time to come. */
export function formatAgo(iso: string, locale: string, now: number): string | null {
  // Here and not beside the function: a bundler keeps a constant with products even where nothing uses it.
  const units = [
    ['year', 365 * 86_400],
    ['month', 30 * 86_400],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const seconds = (now - Date.parse(iso)) / 1000;
  const found = units.find(([, length]) => seconds >= length);
  if (!found) return null;
  const [unit, length] = found;
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(seconds / length), unit);
}

/** A duration in words: “45 seconds”, “2 minutes”, “1 hour”. Rounded up, so that the wait is over by then. */
export function formatDuration(seconds: number, locale: string): string {
  const [value, unit] =
    seconds < 60
      ? [Math.max(1, Math.ceil(seconds)), 'second']
      : seconds < 3600
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour'];
  return inUnits(value, unit, locale);
}

function inUnits(value: number, unit: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
