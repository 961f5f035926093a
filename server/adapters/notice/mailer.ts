import { createTransport } from 'nodemailer';
import type { Notice } from '../../core/notice/notices.js';
import { readSmtpUrl } from './smtp-url.js';

/** A server that is slower than this is given up: the notice counts as failed. Milliseconds. */
const patience = 10_000;

export interface Mailer {
  send(address: string, notice: Notice): Promise<void>;
  close(): void;
}

/**
 * Sends notices by SMTP.
 *
 * @param url `smtp://user:password@host:587` (with STARTTLS, unless it is on this machine) or `smtps://…`
 * @param from the sender, `Product <no-reply@example.com>`
 */
export function createMailer(url: string, from: string): Mailer {
  const transport = createTransport(
    { url: readSmtpUrl(url).href, connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience },
    // RFC 3834: nobody's holiday answer comes back.
    { from, headers: { 'Auto-Submitted': 'auto-generated' } },
  );
  return {
    async send(address, { subject, text }) {
      await transport.sendMail({ to: { name: '', address }, subject, text });
    },
    close: () => transport.close(),
  };
}
