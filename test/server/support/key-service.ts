import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for a key management service: its master key never leaves it, and it unwraps data keys over HTTP. */
export interface KeyService {
  /** What the service gives when it makes a data key: the form in which it is stored. */
  wrap(dataKey: Uint8Array): Buffer;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
  /** How many calls it has answered. */
  calls(): number;
  stop(): Promise<void>;
}

export async function startKeyService(): Promise<KeyService> {
  const masterKey = randomBytes(32);
  let calls = 0;
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      calls += 1;
      try {
        const bytes = Buffer.concat(chunks);
        const decipher = createDecipheriv('aes-256-gcm', masterKey, bytes.subarray(0, 12)).setAuthTag(
          bytes.subarray(-16),
        );
        res.end(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]));
      } catch {
        res.writeHead(400).end();
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    wrap(dataKey) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', masterKey, nonce);
      return Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
    },
    async unwrap(wrapped) {
      const answer = await fetch(`http://127.0.0.1:${port}/unwrap`, { method: 'POST', body: Uint8Array.from(wrapped) });
      if (!answer.ok) throw new Error(`the key service answered ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    },
    calls: () => calls,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
