import { once } from 'node:events';
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { Unreachable } from '../kit/outcome.js';
import { parseObject, type Answer, type Sent } from './message.js';

/** Never more connections at once: one part for ordinary requests, one for a race. */
const pooledConnections = 28;
export const racers = 20;
/** A run is a few thousand requests. More of them mean a check that does not end. */
const mostRequests = 12_000;
/** What the elements give an answer, too. */
const timeoutMs = 15_000;
const longestAnswer = 1_000_000;
/** Long enough for all but the last byte of a race to have reached the server. */
const raceLeadMs = 25;

export interface Connections {
  /** Sends one request. A redirect is an answer like every other one. */
  send(sent: Sent): Promise<Answer>;
  /**
   * Sends requests that arrive together: each is sent except for its last byte, and then all last bytes at once. Every request needs
   * a body, and there are at most `racers` of them.
   */
  race(sents: readonly Sent[]): Promise<Answer[]>;
  readonly requests: number;
  close(): void;
}

/** @param origins the only ones that are ever called */
export function createConnections(origins: ReadonlySet<string>): Connections {
  // A connection for each request: a kept one may be closed by the server just as the next request leaves.
  const options = { keepAlive: false, maxTotalSockets: pooledConnections, maxSockets: pooledConnections };
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  let requests = 0;
  let raceBefore: Promise<unknown> = Promise.resolve();

  return {
    get requests() {
      return requests;
    },
    send: (sent) => exchange(sent, (opened) => opened.end(sent.body)),
    race(sents) {
      // One race at a time keeps the number of connections below its limit.
      const raced = raceBefore.then(() => run(sents));
      raceBefore = raced.catch(() => undefined);
      return raced;
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };

  async function run(sents: readonly Sent[]): Promise<Answer[]> {
    if (sents.length > racers) throw new RangeError(`a race has at most ${racers} requests`);
    const waiting: ClientRequest[] = [];
    const ready: Promise<unknown>[] = [];
    const answers = sents.map((sent) => {
      const body = sent.body ?? new Uint8Array();
      if (body.length === 0) throw new RangeError('a request of a race needs a body');
      return exchange(
        sent,
        (opened) => {
          waiting.push(opened);
          ready.push(once(opened, 'socket').then(([socket]) => connected(socket as Connecting)));
          opened.write(body.subarray(0, -1));
        },
        false,
      );
    });
    await Promise.race([Promise.all(ready).then(() => pause(raceLeadMs)), Promise.all(answers)]);
    for (const [index, opened] of waiting.entries()) opened.end(sents[index]!.body!.subarray(-1));
    return Promise.all(answers);
  }

  function exchange(sent: Sent, write: (opened: ClientRequest) => void, pooled = true): Promise<Answer> {
    const url = new URL(sent.url);
    if (!origins.has(url.origin)) throw new RangeError(`${url.origin} is not the origin under test`);
    requests += 1;
    if (requests > mostRequests) throw new Unreachable(`more than ${mostRequests} requests: the run is stopped`);
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const opened = (secure ? httpsRequest : httpRequest)(url, {
        method: sent.method,
        headers: { ...sent.headers, ...(sent.body && { 'content-length': String(sent.body.length) }) },
        agent: pooled ? agents[secure ? 'https:' : 'http:'] : false,
        timeout: timeoutMs,
      });
      opened.once('timeout', () => opened.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
      opened.on('error', (error) => reject(new Unreachable(`${sent.method} ${url.pathname}: ${describe(error)}`)));
      opened.once('response', (response) => void readAnswer(sent, response).then(resolve, reject));
      write(opened);
    });
  }
}

type Connecting = NodeJS.EventEmitter & { connecting: boolean; secureConnecting?: boolean };

async function connected(socket: Connecting): Promise<void> {
  if (socket.connecting) await once(socket, 'secureConnecting' in socket ? 'secureConnect' : 'connect');
}

/** A refused connection to several addresses has an empty message, and a code. */
function describe(error: Error): string {
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}

async function readAnswer(sent: Sent, response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestAnswer) throw new Unreachable(`an answer is longer than ${longestAnswer} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (typeof value === 'string') headers[name] = value;
  }
  return {
    sent,
    status: response.statusCode ?? 0,
    headers,
    setCookies: response.headers['set-cookie'] ?? [],
    text,
    body: parseObject(text),
  };
}
