import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { accountId, codeOf, secretOf } from '../accounts.js';
import { accounts, serve } from './subject.js';

/** The least work on the platform: `node:http` and three HMACs, without storage. */
const secrets = new Map(Array.from({ length: accounts }, (_, n) => [accountId(n), secretOf(n)]));

await serve(
  createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const { code } = JSON.parse(Buffer.concat(chunks).toString()) as { code: string };
      const secret = secrets.get(String(req.headers['x-account'])) ?? createHmac('sha1', '').digest();
      const now = Date.now();
      const given = Buffer.from(code);
      const right = [-1, 0, 1].map((step) => timingSafeEqual(given, Buffer.from(codeOf(secret, now, step))));
      const body = JSON.stringify({ verified: right.includes(true) });
      res.writeHead(right.includes(true) ? 200 : 422, {
        'content-type': 'application/json',
        'content-length': body.length,
      });
      res.end(body);
    });
  }),
);
