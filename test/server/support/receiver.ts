import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookEndpoint } from '../../../server/adapters/webhook/endpoint.js';
import { verifyWebhook } from '../../../server/core/webhook/verify-webhook.js';
import type { WebhookEvent } from '../../../server/core/webhook/webhook-event.js';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A receiver of webhooks over real HTTP, on this machine. */
export interface Receiver {
  url: string;
  /** Everything that came, also what was not answered with 2xx. */
  received: Received[];
  /** Answers a request; the default is 204. One that does not answer lets the sender wait. */
  answer: (response: ServerResponse, request: Received) => void;
  /** Resolves once so many requests have come in all. */
  reached(count: number): Promise<void>;
  /** What came, in words: the types of the events, in order. */
  types(): string[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
      receiver.received.push(received);
      receiver.answer(response, received);
      for (const check of waiting) check();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    received: [],
    answer: (response) => void response.writeHead(204).end(),
    reached: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (receiver.received.length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    types: () => receiver.received.map(({ body }) => (JSON.parse(body.toString()) as WebhookEvent).type),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** An endpoint for a receiver of these tests. */
export function endpointFor(receiver: Receiver, changes: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return { name: 'receiver', url: receiver.url, secrets: [newSecret()], allowPrivate: true, ...changes };
}

/** The events, after their signatures were checked. */
export function verified(receiver: Receiver, secret: string, now: Date): WebhookEvent[] {
  return receiver.received.map(({ headers, body }) => verifyWebhook({ headers, body, secrets: secret, now }));
}
