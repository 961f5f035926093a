import { isLoopback } from '../http/loopback.js';

/** Parameters by which nodemailer would send without TLS, or to any server that answers. */
const loosening = ['secure', 'ignoreTLS', 'opportunisticTLS', 'requireTLS', 'tls.rejectUnauthorized'];

/**
 * The URL with which to send: off this machine with TLS or not at all, since an attacker in between could take STARTTLS out of
 * the offer and read the password and the notices.
 *
 * @throws {TypeError} whose message is one sentence and repeats nothing of the URL
 */
export function readSmtpUrl(text: string): URL {
  if (!/^smtps?:\/\/[^/]/.test(text) || !URL.canParse(text))
    throw new TypeError('the mail server has to be smtp://… or smtps://…');
  const url = new URL(text);
  if (isLoopback(url.hostname)) return url;
  for (const [name, value] of url.searchParams) {
    const tightens = ['requireTLS', 'tls.rejectUnauthorized'].includes(name) && value === 'true';
    if (loosening.includes(name) && !tightens) {
      throw new TypeError(
        `${name} turns TLS or its check off: leave it out, and trust a certificate of your own by NODE_EXTRA_CA_CERTS`,
      );
    }
  }
  // In the URL, which nodemailer puts above its other options.
  if (url.protocol === 'smtp:') url.searchParams.set('requireTLS', 'true');
  return url;
}
