import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import express, { type NextFunction, type Request, type Response } from 'express';
import express4 from 'express4';
import { sameOrigin, twoFactorErrors } from '../../../server/express.js';
import { TwoFactorError } from '../../../server/index.js';

const origin = 'https://app.example.com';

for (const [name, framework] of Object.entries({ 'Express 5': express, 'Express 4': express4 })) {
  describe(`an app's own routes on ${name}`, () => {
    let url: string;
    let close: () => void;
    before(async () => {
      const app = framework();
      app.post('/change', sameOrigin([origin]), (_req, res) => void res.status(204).end());
      app.get('/away', (_req, _res, next) => next(new TwoFactorError('unavailable', { retryAfter: 1 })));
      app.get('/fault', (_req, _res, next) => next(new Error('the table is gone')));
      app.use(twoFactorErrors());
      app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
        res.status(500).send(`the app: ${error.message}`);
      });
      const server = createServer(app);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      close = () => void server.close();
    });
    after(() => close());

    it('refuse a page of another origin, and one without an origin, as the contract does', async () => {
      const change = async (headers: Record<string, string>) => fetch(`${url}/change`, { method: 'POST', headers });
      assert.equal((await change({ origin })).status, 204);
      for (const headers of [{ origin: 'https://evil.example' }, {}]) {
        const refused = await change(headers);
        const { code } = (await refused.json()) as { code: string };
        assert.deepEqual([refused.status, code], [403, 'origin_refused']);
      }
    });

    it('answer a TwoFactorError by its code, with the time of the next try', async () => {
      const answer = await fetch(`${url}/away`);
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '1']);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
      assert.equal(((await answer.json()) as { code: string }).code, 'unavailable');
    });

    it('leave every other error to the app', async () => {
      const answer = await fetch(`${url}/fault`);
      assert.deepEqual([answer.status, await answer.text()], [500, 'the app: the table is gone']);
    });
  });
}
