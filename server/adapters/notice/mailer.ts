import { createTransport } from 'nodemailer';
import type { Notice } from '../../core/notice/notices.js';
import { readSmtpUrl } from './smtp-url.js';

/** After this the notice counts as failed. */
const timeoutMs = 10_000;

export interface Mailer {
  send(address: string, notice: Notice): Promise<void>;
  close(): void;
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
      await transport.sendMail({ to: { name: '', address }, subject, text });
    },
    close: () => transport.close(),
  };
}
