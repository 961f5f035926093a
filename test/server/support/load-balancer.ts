import { EventEmitter, once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Stands before instances as nginx or a cloud does: asks each for `/readyz`, keeps connections, and gives each request to the next
 * instance. It sends a request to a second instance only if the first one refused the connection: otherwise the request may have been
 * carried out.
 */
export interface LoadBalancer {
  url: string;
  /** Resolves once the instance is ready and gets requests. */
  add(name: string, port: number): Promise<void>;
  /** Gives the instance no more requests. Resolves once it has answered those that it has. */
  remove(name: string): Promise<void>;
  /** Resolves when the next request has been sent to the instance, before it can be answered. */
  forwarded(name: string): Promise<void>;
  /** Loses the next answer to a request of this path, once the instance has sent it. Resolves then. */
  loseAnswer(path: string): Promise<void>;
  close(): Promise<void>;
}

interface Instance {
  name: string;
  port: number;
  agent: Agent;
  ready: boolean;
  removed: boolean;
  running: number;
}

const checkEveryMs = 100;
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding']);

export async function createLoadBalancer(): Promise<LoadBalancer> {
  const instances = new Map<string, Instance>();
  const sent = new EventEmitter();
  const losing = new Map<string, () => void>();
  let turn = 0;

  /** If none is ready it tries all, as balancers do: a check may be wrong. */
  function choose(tried: ReadonlySet<Instance>): Instance | undefined {
    const left = [...instances.values()].filter((instance) => !tried.has(instance));
    const ready = left.filter((instance) => instance.ready);
    const eligible = ready.length > 0 ? ready : left;
    turn += 1;
    return eligible[turn % eligible.length];
  }

  function forward(req: IncomingMessage, body: Buffer, res: ServerResponse, tried: Set<Instance>): void {
    const instance = choose(tried);
    if (!instance) return void res.writeHead(502).end('no instance is left');
    tried.add(instance);
    instance.running += 1;
    const { name, port, agent } = instance;
    const headers = { ...req.headers, connection: 'keep-alive' };
    const upstream = request({ host: '127.0.0.1', port, agent, method: req.method, path: req.url, headers });
    upstream.once('finish', () => sent.emit(name));
    upstream.once('close', () => (instance.running -= 1));
    upstream.once('response', (answer) => {
      const lost = losing.get(req.url!);
      if (lost && answer.statusCode === 200) {
        losing.delete(req.url!);
        answer.resume();
        res.writeHead(502).end(`${name} lost the answer`);
        return lost();
      }
      const kept = Object.entries(answer.headers).filter(([header]) => !hopByHop.has(header));
      res.writeHead(answer.statusCode!, { ...Object.fromEntries(kept), 'x-instance': name });
      answer.once('error', () => res.destroy());
      answer.pipe(res);
    });
    upstream.once('error', (error: NodeJS.ErrnoException) => {
      if (res.headersSent) return;
      if (error.code !== 'ECONNREFUSED') return void res.writeHead(502).end(`${name} lost the request: ${error.code}`);
      instance.ready = false;
      forward(req, body, res, tried);
    });
    upstream.end(body);
  }

  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => forward(req, Buffer.concat(chunks), res, new Set()));
  });
  // The clients of a test must not meet the end of an idle connection.
  server.keepAliveTimeout = 600_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');

  async function watch(instance: Instance): Promise<void> {
    while (!instance.removed) {
      instance.ready = await isReady(instance);
      await sleep(checkEveryMs);
    }
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async forwarded(name) {
      await once(sent, name);
    },
    loseAnswer: (path) => new Promise((resolve) => losing.set(path, resolve)),
    async add(name, port) {
      const agent = new Agent({ keepAlive: true });
      const instance: Instance = { name, port, agent, ready: false, removed: false, running: 0 };
      while (!(await isReady(instance))) await sleep(checkEveryMs);
      instance.ready = true;
      instances.set(name, instance);
      void watch(instance);
    },
    async remove(name) {
      const instance = instances.get(name);
      if (!instance) return;
      instances.delete(name);
      instance.removed = true;
      while (instance.running > 0) await sleep(10);
      instance.agent.destroy();
    },
    async close() {
      for (const instance of instances.values()) {
        instance.removed = true;
        instance.agent.destroy();
      }
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A slow answer counts as before, since this machine may be busy. */
async function isReady({ port, ready }: Instance): Promise<boolean> {
  const check = request({ host: '127.0.0.1', port, path: '/readyz', agent: false, timeout: 2_000 });
  return new Promise((resolve) => {
    check.once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    check.once('timeout', () => {
      check.destroy();
      resolve(ready);
    });
    check.once('error', () => resolve(false));
    check.end();
  });
}
