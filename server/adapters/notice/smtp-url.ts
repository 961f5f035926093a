import { isLoopback } from '../http/loopback.js';

/** Parameters that would make nodemailer send without TLS, or accept any certificate. */
const tlsParameters = ['secure', 'ignoreTLS', 'opportunisticTLS', 'requireTLS', 'tls.rejectUnauthorized'];

/**
 * Requires TLS for every mail server on another machine. Otherwise an attacker in between could remove STARTTLS from the server's
 * offer and read the password and the notices.
 *
 * @throws {TypeError} with a message of one sentence that repeats no part of the URL
 */
export function readSmtpUrl(text: string): URL {
  if (!/^smtps?:\/\/[^/]/.test(text) || !URL.canParse(text))
    throw new TypeError('the mail server has to be smtp://… or smtps://…');
  const url = new URL(text);
  if (isLoopback(url.hostname)) return url;
  for (const [name, value] of url.searchParams) {
    const tightens = ['requireTLS', 'tls.rejectUnauthorized'].includes(name) && value === 'true';
    if (tlsParameters.includes(name) && !tightens) {
      throw new TypeError(
        `${name} turns TLS or its check off: remove it, and add your own certificate authority by NODE_EXTRA_CA_CERTS`,
      );
    }
  }
  // In the URL, since nodemailer gives it precedence over its other options.
  if (url.protocol === 'smtp:') url.searchParams.set('requireTLS', 'true');
  return url;
}
