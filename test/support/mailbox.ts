import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Mailbox {
  url: string;
  /** The latest mail to an address whose subject has these words, as text; waits for it. */
  read(address: string, subject: string): Promise<string>;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that keeps the mails. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: { to: string; text: string }[] = [];
  const arrivals = new EventEmitter();
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString().replace(/=\r\n/g, '').replaceAll('\r\n', '\n');
        for (const { address } of envelope.rcptTo) mails.push({ to: address, text });
        arrivals.emit('mail');
        done();
      });
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    async read(address, subject) {
      for (;;) {
        const found = mails.findLast(({ to, text }) => to === address && subjectOf(text).includes(subject));
        if (found) return found.text;
        await once(arrivals, 'mail');
      }
    },
    close: () => new Promise((resolve) => smtp.close(resolve)),
  };
}

function subjectOf(text: string): string {
  return /^Subject: (.*)$/m.exec(text)?.[1] ?? '';
}
