import { parse } from 'bowser';

/** A user agent is the client's own text: what it claims to be stays a short name. */
const maxLength = 60;

/**
 * The name of a session or a device, as its owner recognises it: “Chrome on Windows”.
 *
 * @param userAgent as the audit trail stores it; null when the client has sent none
 */
export function deviceName(userAgent: string | null): string {
  const parsed = userAgent ? parse(userAgent) : null;
  const name = [parsed?.browser.name || 'Unknown browser', parsed?.os.name].filter(Boolean).join(' on ');
  return name.slice(0, maxLength);
}
