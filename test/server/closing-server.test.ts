import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { closingServer, type ClosingServer } from '../../server/reference/closing-server.js';

interface Listening {
  server: Server;
  closing: ClosingServer;
  /** A new connection. */
  open(): Promise<Socket>;
}

async function listen(t: TestContext, listener: RequestListener, options: ServerOptions = {}): Promise<Listening> {
  const server = createServer(options, listener);
  const closing = closingServer(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  t.after(() => server.closeAllConnections());
  return {
    server,
    closing,
    async open() {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return socket;
    },
  };
}

const request = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('a server that closes', () => {
  it('sends all of an answer that was written before, to a client that reads slowly', async (t) => {
    // More than the system keeps for a connection.
    const size = 30_000_000;
    const { closing, open } = await listen(t, (_req, res) => void res.end(Buffer.alloc(size)));
    const socket = await open();
    socket.write(request);
    await once(socket, 'readable');
    const closed = closing.close(10_000);
    const answer = await readAll(socket);
    assert.equal(answer.length - answer.indexOf('\r\n\r\n') - 4, size);
    await closed;
  });

  it('waits for an answer that has not begun, and does not wait for connections without a request', async (t) => {
    const begun: (() => void)[] = [];
    const { server, closing, open } = await listen(t, (_req, res) => void begun.push(() => res.end('done')));
    const [busy, idle] = [await open(), await open()];
    idle.write(request);
    await once(server, 'request');
    begun.pop()!();
    await once(idle, 'data');
    busy.write(request);
    await once(server, 'request');
    let closed = false;
    const closure = closing.close(10_000).then(() => (closed = true));
    await assert.rejects(open(), /ECONNREFUSED/);
    assert.equal(closed, false);
    begun.pop()!();
    const text = (await readAll(busy)).toString();
    assert.match(text, /\r\nConnection: close\r\n/);
    assert.match(text, /done$/);
    await closure;
  });

  it('waits no longer than the timeout of the headers for a client that sends no request', async (t) => {
    const timeouts = { headersTimeout: 400, connectionsCheckingInterval: 100 };
    const { closing, open } = await listen(t, (_req, res) => void res.end(), timeouts);
    const silent = await open();
    silent.write('GET / HT');
    const began = performance.now();
    await Promise.all([closing.close(10_000), once(silent.resume(), 'close')]);
    assert.ok(performance.now() - began < 5_000);
  });

  it('cuts at the timeout an answer that does not come', async (t) => {
    const { closing, open, server } = await listen(t, () => undefined);
    const socket = await open();
    socket.write(request);
    await once(server, 'request');
    await Promise.all([closing.close(200), once(socket.resume(), 'close')]);
  });
});
