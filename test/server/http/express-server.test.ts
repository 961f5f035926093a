import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import express from 'express';
import { createExpressServer } from '../../../server/adapters/express/express-server.js';

test('requests have the prototype of the app from the start, so that Express does not change it', async (t) => {
  const app = express();
  const kept: boolean[] = [];
  const server = createExpressServer(app);
  server.prependListener('request', (req, res) => {
    const before = [Object.getPrototypeOf(req), Object.getPrototypeOf(res)];
    res.once('finish', () => {
      kept.push(Object.getPrototypeOf(req) === before[0], Object.getPrototypeOf(res) === before[1]);
    });
  });
  app.get('/', (_req, res) => void res.json({}));
  const url = await listen(server, t);
  await (await fetch(url)).text();
  assert.deepEqual(kept, [true, true]);
});

test('an app, its settings and a mounted app work as with app.listen', async (t) => {
  const app = express();
  app.set('trust proxy', true);
  const inner = express();
  inner.get('/ip', (req, res) => void res.json({ ip: req.ip, mounted: req.app === inner }));
  app.use('/inner', inner);
  app.get('/own', (req, res) => void res.status(201).json({ query: req.query['a'], own: req.app === app }));
  const url = await listen(createExpressServer(app), t);

  const within = await fetch(`${url}/inner/ip`, { headers: { 'X-Forwarded-For': '192.0.2.7' } });
  assert.deepEqual(await within.json(), { ip: '192.0.2.7', mounted: true });
  const own = await fetch(`${url}/own?a=b`);
  assert.equal(own.status, 201);
  assert.deepEqual(await own.json(), { query: 'b', own: true });
});

async function listen(server: ReturnType<typeof createExpressServer>, t: { after(run: () => void): void }) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
