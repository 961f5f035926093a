import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { endpoints } from '../../../widget/protocol/endpoints.js';

/** A text that nobody else uses: where it comes back, something was echoed. */
export const canary = 'c4n4ry';

export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

export interface FuzzAnswer {
  status: number;
  /** Status line, headers and body. */
  everything: string;
  headers: Headers;
  text: string;
}

/** What a request may be made of: cookies that are good for something, an answer that would be right. */
export interface Ingredients {
  cookies: readonly string[];
  origin: string;
  code: string;
  backupCode: string;
}

const operations = Object.values(endpoints);
const hostPaths = [
  '/api/session',
  '/api/accounts',
  '/api/administration/report',
  '/api/administration/resets',
  '/api/password',
  '/api/recovery/stop',
  '/api/workspaces/research',
  '/healthz',
  '/readyz',
  '/sign-in',
  '/',
];

/** Arbitrary calls: mostly close to the contract, so that they get past the first guard, and often far from it. */
export function fuzzRequests({ cookies, origin, code, backupCode }: Ingredients): fc.Arbitrary<FuzzRequest> {
  const strange = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ maxLength: 24 }),
    fc.constantFrom(canary.repeat(12), `${code}\n`, ` ${code}\u00a0`, [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''), '', '000000', `'; --${canary}`, '\ud800', `${canary}\u0000`, 'ABCD-EFGH-JKMN-PQRS', 'x'.repeat(5000)), // prettier-ignore
    fc.stringMatching(/^[0-9]{6}$/),
  );
  const value = fc.oneof(
    { weight: 4, arbitrary: strange },
    { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    fc.constantFrom<unknown>(code, backupCode, Number(code), [code], [...code], { code }, { ...[...code], ...{ length: 6 } }, [...code].map((digit) => digit.charCodeAt(0)), null, true, { $ne: null }), // prettier-ignore
  );
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('code', 'code', 'backupCode', 'password') },
    fc.constantFrom('__proto__', 'constructor', 'verified', 'enabled', 'accountId', 'secret', 'email', 'toString', canary), // prettier-ignore
    fc.string({ maxLength: 12 }),
  );
  const object = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((fields) =>
    // By hand, since an object would swallow `__proto__` and names that are there twice.
    `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${JSON.stringify(field) ?? 'null'}`).join(',')}}`,
  ); // prettier-ignore
  const answer = fc
    .tuple(fc.constantFrom('code', 'code', 'code', 'backupCode'), strange)
    .map(([key, text]) => JSON.stringify({ [key]: text }));
  const body = fc.oneof(
    { weight: 8, arbitrary: answer.map((text) => Buffer.from(text)) },
    { weight: 8, arbitrary: object.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.tuple(object, fc.nat()).map(([text, cut]) => Buffer.from(text.slice(0, cut % (text.length + 1)))) }, // prettier-ignore
    { weight: 1, arbitrary: fc.constant(null) },
  );

  const segment = fc.string({ maxLength: 12 }).map((text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '')));
  const path = fc.oneof(
    { weight: 16, arbitrary: fc.constantFrom(...operations.map((operation) => `/api/2fa${operation.path}`)) },
    {
      weight: 8,
      arbitrary: fc.constantFrom('/api/2fa/challenge', '/api/2fa/reauthenticate', '/api/2fa/setup/confirm'),
    },
    { weight: 2, arbitrary: fc.constantFrom(...hostPaths) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom('/api/2fa/', '/api/', '/', '/api/workspaces/', '//', '/%2f', '/api/2fa/challenge/', '/api/2fa/../'), segment).map((parts) => parts.join('')) }, // prettier-ignore
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...operations), segment).map(([operation, text]) => `/api/2fa${operation.path}?code=${code}&${canary}=${text}`) }, // prettier-ignore
  );
  const method = fc.oneof(
    { weight: 12, arbitrary: fc.constant('POST') },
    { weight: 4, arbitrary: fc.constantFrom('GET', 'DELETE') },
    fc.constantFrom('HEAD', 'PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'),
  );

  // Three of four calls are an operation as it is meant to be called, so that what it takes is what is tried.
  const factorOperations = [
    endpoints.answerChallenge,
    endpoints.answerChallenge,
    endpoints.reauthenticate,
    endpoints.confirmSetup,
  ];
  const target = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...factorOperations) },
    { weight: 2, arbitrary: fc.constantFrom(...operations) },
  );
  const call = fc.oneof(
    { weight: 3, arbitrary: target.map((operation) => ({ method: operation.method, path: `/api/2fa${operation.path}` })) }, // prettier-ignore
    { weight: 1, arbitrary: fc.record({ method, path }) },
  );

  const printable = fc.string({ maxLength: 30 }).map((text) => text.replace(/[^\x20-\x7e]/g, '').trim());
  const cookie = fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...cookies) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...cookies), fc.constantFrom(...cookies)).map((two) => two.join('; ')) }, // prettier-ignore
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...cookies), fc.nat(40)).map(([good, at]) => `${good.slice(0, 20 + at)}A${good.slice(21 + at)}`) }, // prettier-ignore
    { weight: 1, arbitrary: printable.map((text) => `harmony_session=${text}${canary}`) },
  );
  const from = fc.oneof(
    { weight: 40, arbitrary: fc.constant<string | undefined>(origin) },
    fc.constantFrom(undefined, 'null', `${origin}.evil.example`, `https://${canary}.example`, origin.toUpperCase()),
  );
  const type = fc.oneof(
    { weight: 40, arbitrary: fc.constant<string | undefined>('application/json') },
    fc.constantFrom(undefined, 'text/plain', 'application/json; charset=utf-16', `multipart/form-data; boundary=${canary}`), // prettier-ignore
    printable,
  );
  const extra = fc.dictionary(
    fc.constantFrom('authorization', 'x-forwarded-for', 'x-http-method-override', 'sec-fetch-site', 'content-encoding', 'accept', 'if-none-match', 'range', 'x-request-id', 'user-agent'), // prettier-ignore
    fc.oneof(printable, fc.constantFrom('same-origin', 'cross-site', 'gzip', 'DELETE', `Bearer ${canary}`, ...cookies)),
    { maxKeys: 2 },
  );

  return fc
    .record({ call, cookie: fc.option(cookie, { freq: 10 }), from, type, extra, body })
    .map(({ call, cookie, from, type, extra, body }) => ({
      ...call,
      headers: {
        ...extra,
        ...(cookie !== null && { cookie }),
        ...(from !== undefined && { origin: from }),
        ...(body !== null && type !== undefined && { 'content-type': type }),
      },
      body,
    }));
}

export interface FuzzClient {
  send(sent: FuzzRequest): Promise<FuzzAnswer>;
  close(): void;
}

/** Kept connections, several at a time, without the manners of `fetch`. */
export function fuzzClient(url: string, connections: number): FuzzClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  return {
    async send({ method, path, headers, body }) {
      const call = request({ agent, hostname, port, method, path, headers: { ...headers, ...(body && { 'content-length': body.length }) } }); // prettier-ignore
      call.end(body ?? undefined);
      const [response] = (await once(call, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString('utf8');
      const lines = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      return {
        status: response.statusCode ?? 0,
        headers: new Headers(lines),
        text,
        everything: `${response.rawHeaders.join('\n')}\n${text}`,
      };
    },
    close: () => agent.destroy(),
  };
}
