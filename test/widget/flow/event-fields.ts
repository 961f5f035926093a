/** What an event tells the page: its name without the prefix, and its fields. */
export function fieldsOf(event: Event | null): object | null {
  if (!event) return null;
  const { code, status, method, backupCodes, result } = event as Event & Record<string, unknown>;
  const fields = Object.entries({ code, status, method, backupCodes, result });
  return {
    type: event.type.replace(/^harmony-2fa-/, ''),
    ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
  };
}
