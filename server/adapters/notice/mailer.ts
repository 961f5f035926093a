import { createTransport } from 'nodemailer';
import type { Notice } from '../../core/notice/notices.js';
import { readSmtpUrl } from './smtp-url.js';

/** After this the notice counts as failed. */
const timeoutMs = 10_000;

export interface Mailer {
  /** @throws {MailError} */
  send(address: string, notice: Notice): Promise<void>;
  close(): void;
}

/** Its text never holds what the mail server wrote, which often repeats the recipient's address. */
export class MailError extends Error {
  override readonly name = 'MailError';

  constructor(
    message: string,
    /** The mail server refused this mail for good (RFC 5321 §4.2.1), so another try cannot succeed. */
    readonly permanent: boolean,
  ) {
    super(message);
  }
}

/**
 * Sends notices by SMTP.
 *
 * @param url `smtp://user:password@host:587` (STARTTLS is required, except on this machine) or `smtps://…`
 * @param from the sender, `Product <no-reply@example.com>`
 */
export function createMailer(url: string, from: string): Mailer {
  const transport = createTransport(
    { url: readSmtpUrl(url).href, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    // Suppresses automatic replies (RFC 3834).
    { from, headers: { 'Auto-Submitted': 'auto-generated' } },
  );
  return {
    async send(address, { subject, text }) {
      try {
        await transport.sendMail({ to: { name: '', address }, subject, text });
      } catch (error) {
        throw toMailError(error);
      }
    },
    close: () => transport.close(),
  };
}

/** @param error of nodemailer: `code` is its own, `command` and `responseCode` are of the SMTP dialogue */
function toMailError(error: unknown): MailError {
  const { code, command, responseCode } = Object(error) as {
    code?: unknown;
    command?: unknown;
    responseCode?: unknown;
  };
  const facts = [code, command, responseCode].filter((fact) => typeof fact === 'string' || typeof fact === 'number');
  // 5xx to anything but the recipient or the mail is about the sender's settings, which an operator mends.
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA';
  const permanent = aboutThisMail && typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600;
  return new MailError(`the mail was not sent: ${facts.join(', ') || 'unknown fault'}`, permanent);
}
