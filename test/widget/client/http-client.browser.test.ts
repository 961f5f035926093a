import { expect } from '@open-wc/testing';
import { createHttpClient } from '../../../widget/client/http-client.js';
import type { CompleteClient } from '../../../widget/client/two-factor-client.js';
import { sampleMessages } from '../../../demo/states/sample-messages.js';
import { backupCodes, setup, statusOff, statusOn } from '../../support/fake-client.js';

interface Request {
  url: string;
  init: RequestInit;
}

let requests: Request[];

/** A client whose `fetch` gives this answer. */
function clientOf(answer: (init: RequestInit) => Response | Promise<Response>, timeout?: number): CompleteClient {
  requests = [];
  const fetch = (url: unknown, init: RequestInit = {}): Promise<Response> => {
    requests.push({ url: url as string, init });
    return new Promise((resolve) => resolve(answer(init)));
  };
  return createHttpClient('/api/2fa', { fetch: fetch, ...(timeout && { timeout }) });
}

const answering = (body: unknown, status = 200) => clientOf(() => Response.json(body, { status }));
const problem = (status: number, details: object) =>
  answering({ type: 'about:blank', title: 'No', status, ...details }, status);

async function refusalOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return { ...(error as object) };
  }
  throw new Error('The call was not refused');
}

describe('HTTP client: requests', () => {
  const later = '2026-11-24T09:10:00.000Z';
  const verified = { verified: true, method: 'totp', backupCodes: { remaining: 9, total: 10 } };
  const codes = { backupCodes, expiresAt: later };
  const { devices } = sampleMessages;
  const calls: [string, string, unknown, unknown, (client: CompleteClient) => Promise<unknown>][] = [
    ['GET', '/status', undefined, statusOn(), (client) => client.status()],
    ['POST', '/setup', undefined, setup, (client) => client.beginSetup()],
    ['POST', '/setup/confirm', { code: '123456' }, statusOn(), (client) => client.confirmSetup({ code: '123456' })],
    ['GET', '/challenge', undefined, { methods: ['totp'], expiresAt: later }, (client) => client.readChallenge()],
    ['POST', '/challenge', { code: '1' }, verified, (client) => client.answerChallenge({ code: '1' })],
    ['POST', '/challenge', { backupCode: 'A' }, verified, (client) => client.answerChallenge({ backupCode: 'A' })],
    [
      'POST',
      '/reauthenticate',
      { password: 'p' },
      { validUntil: later },
      (client) => client.reauthenticate({ password: 'p' }),
    ],
    ['POST', '/backup-codes', undefined, codes, (client) => client.beginBackupCodes()],
    ['POST', '/backup-codes/confirm', undefined, statusOn(), (client) => client.keepBackupCodes()],
    ['POST', '/disable', undefined, statusOff, (client) => client.disable()],
    [
      'POST',
      '/challenge',
      { code: '1', trustDevice: true },
      verified,
      (client) => client.answerChallenge({ code: '1', trustDevice: true }),
    ],
    ['GET', '/devices', undefined, devices, (client) => client.devices()],
    ['DELETE', '/devices', undefined, devices, (client) => client.removeOtherDevices()],
    ['DELETE', '/devices/d1', undefined, devices, (client) => client.removeDevice({ id: 'd1' })],
    [
      'DELETE',
      '/devices/a%2Fb%3F%23%25%24%26',
      undefined,
      devices,
      (client) => client.removeDevice({ id: 'a/b?#%$&' }),
    ],
    ['POST', '/setup', { mode: 'add' }, setup, (client) => client.beginSetup({ mode: 'add' })],
    [
      'PATCH',
      '/authenticators/a%2F1',
      { name: 'Phone' },
      statusOn(),
      (client) => client.nameAuthenticator({ id: 'a/1', name: 'Phone' }),
    ],
    ['DELETE', '/authenticators/a1', undefined, statusOn(), (client) => client.removeAuthenticator({ id: 'a1' })],
  ];

  for (const [method, path, body, answer, call] of calls) {
    it(`are ${method} ${path} ${body ? JSON.stringify(body) : ''}`, async () => {
      expect(await call(answering(answer))).to.deep.equal(answer);
      expect(requests).to.have.length(1);
      const { url, init } = requests[0]!;
      expect(url).to.equal(`${location.origin}/api/2fa${path}`);
      expect(init.method).to.equal(method);
      expect(init.body === undefined ? undefined : JSON.parse(init.body as string)).to.deep.equal(body);
      expect(new Headers(init.headers).get('content-type')).to.equal(body ? 'application/json' : null);
      expect(new Headers(init.headers).get('accept')).to.equal('application/json');
    });
  }

  it('confirm a pending set-up or set of codes by its id', async () => {
    const client = answering(statusOn());
    await client.confirmSetup({ code: '123456', id: 'p1' });
    await client.keepBackupCodes({ id: 'p2' });
    await client.keepBackupCodes(new AbortController().signal);
    expect(requests.map(({ init }) => init.body && (JSON.parse(init.body as string) as unknown))).to.deep.equal([
      { code: '123456', id: 'p1' },
      { id: 'p2' },
      undefined,
    ]);
  });

  it('name the account of the page in every change, and in no other request', async () => {
    const client = answering({ ...statusOn(), account: 'ada-1' });
    const accountOf = () => new Headers(requests.at(-1)!.init.headers).get('x-two-factor-account');
    await client.disable();
    expect(accountOf()).to.equal(null);
    await client.status();
    expect(accountOf()).to.equal(null);
    const changes = [
      () => client.beginSetup(),
      () => client.confirmSetup({ code: '1' }),
      () => client.cancelSetup(),
      () => client.answerChallenge({ code: '1' }),
      () => client.reauthenticate({ code: '1' }),
      () => client.beginBackupCodes(),
      () => client.keepBackupCodes({ id: 'x' }),
      () => client.dropBackupCodes(),
      () => client.disable(),
      () => client.removeDevice({ id: 'd1' }),
      () => client.removeOtherDevices(),
      () => client.beginSetup(new AbortController().signal),
      () => client.nameAuthenticator({ id: 'a', name: 'x' }),
      () => client.removeAuthenticator({ id: 'a' }),
    ];
    for (const change of changes) {
      await change();
      expect(accountOf()).to.equal('ada-1');
    }
    await client.readChallenge();
    expect(accountOf()).to.equal(null);
    await client.devices();
    expect(accountOf()).to.equal(null);
  });

  it('name the account of a list of devices, too', async () => {
    const client = answering({ devices: [], account: 'ada-2' });
    await client.devices();
    await client.removeOtherDevices();
    expect(new Headers(requests[1]!.init.headers).get('x-two-factor-account')).to.equal('ada-2');
  });

  it('name no account that a header cannot hold', async () => {
    for (const account of [7, null, {}, '', 'a\nb', 'é', 'x'.repeat(200)]) {
      const client = answering({ ...statusOn(), account });
      await client.status();
      await client.disable();
      expect(new Headers(requests[1]!.init.headers).get('x-two-factor-account')).to.equal(null);
    }
  });

  for (const [path, call] of [
    ['/setup', (client: CompleteClient) => client.cancelSetup()],
    ['/backup-codes', (client: CompleteClient) => client.dropBackupCodes()],
  ] as const) {
    it(`are DELETE ${path}, answered without a body`, async () => {
      expect(await call(clientOf(() => new Response(null, { status: 204 })))).to.be.undefined;
      expect(requests.map(({ url, init }) => `${init.method} ${url}`)).to.deep.equal([
        `DELETE ${location.origin}/api/2fa${path}`,
      ]);
    });
  }

  it('send cookies to the page’s own origin only, follow no redirect and use no cache', async () => {
    await answering(statusOff).status();
    const { credentials, redirect, cache } = requests[0]!.init;
    expect({ credentials, redirect, cache }).to.deep.equal({
      credentials: 'same-origin',
      redirect: 'manual',
      cache: 'no-store',
    });
  });

  it('are aborted with the caller’s signal', async () => {
    const controller = new AbortController();
    const client = clientOf(
      ({ signal }) => new Promise((_, reject) => (signal!.onabort = () => reject(new Error('aborted')))),
    );
    const call = refusalOf(client.status(controller.signal));
    controller.abort();
    expect((await call)['code']).to.equal('unreachable');
    expect(requests[0]!.init.signal!.aborted).to.be.true;
  });

  it('count as unreachable when no answer comes in time, and are not repeated', async () => {
    const client = clientOf(
      ({ signal }) => new Promise((_, reject) => (signal!.onabort = () => reject(signal!.reason as Error))),
      20,
    );
    expect(await refusalOf(client.disable())).to.deep.include({ code: 'unreachable' });
    expect(requests).to.have.length(1);
  });

  it('count as unreachable when the answer starts and does not end in time', async () => {
    const client = clientOf(({ signal }) => {
      const body = new ReadableStream({
        start: (stream) => void (signal!.onabort = () => stream.error(signal!.reason)),
      });
      return new Response(body);
    }, 20);
    expect(await refusalOf(client.status())).to.deep.include({ code: 'unreachable' });
  });
});

describe('HTTP client: answers', () => {
  const unreadable: Record<string, () => Response> = {
    'a page of a proxy': () =>
      new Response('<!doctype html><title>Sign in</title>', { headers: { 'content-type': 'text/html' } }),
    'half an answer': () => new Response('{"enabled":fal'),
    'a page for an error': () => new Response('<h1>502</h1>', { status: 502 }),
    'an error without a body': () => new Response(null, { status: 500 }),
  };

  for (const [what, answer] of Object.entries(unreadable)) {
    it(`that are ${what} count as unreachable`, async () => {
      expect(await refusalOf(clientOf(answer).status())).to.deep.include({ code: 'unreachable' });
    });
  }

  it('count as unreachable when the connection fails', async () => {
    const client = clientOf(() => Promise.reject(new TypeError('Failed to fetch')));
    const refusal = await refusalOf(client.beginSetup());
    expect(refusal).to.deep.include({ code: 'unreachable' });
    expect(requests, 'a state-changing call is never repeated').to.have.length(1);
  });

  const http = (status: number, headers: HeadersInit = {}, body = '<h1>No</h1>') =>
    clientOf(() => new Response(body, { status, headers }));
  const meanings: [what: string, client: () => CompleteClient, failure: object][] = [
    ['a 401 of anybody', () => http(401), { code: 'not_signed_in' }],
    ['a redirect', () => http(302, { location: '/login' }), { code: 'not_signed_in' }],
    ['a redirect that the browser hides', () => clientOf(() => Response.error()), { code: 'not_signed_in' }],
    ['a 429 with seconds', () => http(429, { 'retry-after': '30' }), { code: 'too_many_attempts', retryAfter: 30 }],
    ['a 429 without a wait', () => http(429), { code: 'too_many_attempts' }],
    ['a 429 with nonsense', () => http(429, { 'retry-after': 'soon' }), { code: 'too_many_attempts' }],
    ['a 429 in JSON of another kind', () => http(429, {}, '{"message":"slow down"}'), { code: 'too_many_attempts' }],
    ['a 503', () => http(503, { 'retry-after': '9' }), { code: 'unavailable', retryAfter: 9 }],
    ['a 404 of a web framework', () => http(404), { code: 'not_found' }],
    ['a 404 without a body', () => http(404, {}, ''), { code: 'not_found' }],
    ['a 405 of a web framework', () => http(405), { code: 'not_found' }],
    ['a 400 of a parser', () => http(400), { code: 'request_invalid' }],
    ['a 400 with a code that is none', () => http(400, {}, '{"code":"constructor"}'), { code: 'request_invalid' }],
    ['a 418', () => http(418, {}, '{"error":"teapot"}'), { code: 'request_invalid' }],
  ];
  for (const [what, client, failure] of meanings) {
    it(`read ${what} as ${JSON.stringify(failure)}`, async () => {
      expect(await refusalOf(client().confirmSetup({ code: '1' }))).to.deep.equal({ name: 'ClientError', ...failure });
    });
  }

  it('read a wait that ends at a time', async () => {
    const retryAfter = new Date(Date.now() + 90_000).toUTCString();
    const refusal = await refusalOf(http(429, { 'retry-after': retryAfter }).status());
    expect(refusal['retryAfter']).to.be.within(1, 91);
    const past = await refusalOf(http(429, { 'retry-after': 'Tue, 24 Nov 2020 09:00:00 GMT' }).status());
    expect(past).not.to.have.property('retryAfter');
  });

  it('are passed on unchecked: the flows check the answers of every client', async () => {
    expect(await answering({ ...statusOff, more: 'x' }).status()).to.deep.equal({ ...statusOff, more: 'x' });
  });

  it('of the contract’s errors carry the code and its details, and no text of the server', async () => {
    const refusal = await refusalOf(
      problem(422, { code: 'code_invalid', attemptsRemaining: 2, detail: 'secret words' }).confirmSetup({ code: '1' }),
    );
    expect(refusal).to.deep.include({ code: 'code_invalid', attemptsRemaining: 2 });
    expect(JSON.stringify(refusal)).not.to.contain('secret words');
  });

  it('carry methods and clock skew, without malformed ones', async () => {
    const methods = ['totp', 'passkey', 7, 'backup_code'];
    expect(await refusalOf(problem(403, { code: 'reauthentication_required', methods }).disable())).to.deep.include({
      methods: ['totp', 'backup_code'],
    });
    const skewed = problem(422, { code: 'clock_out_of_sync', skewSeconds: -90 });
    expect(await refusalOf(skewed.confirmSetup({ code: '1' }))).to.deep.include({ skewSeconds: -90 });
  });

  for (const retryAfter of [-1, 1.5, 'NaN', '60', null, {}, '2026-11-24']) {
    it(`leave out a wait of ${JSON.stringify(retryAfter)}`, async () => {
      const refusal = await refusalOf(problem(429, { code: 'too_many_attempts', retryAfter }).status());
      expect(refusal).to.deep.include({ code: 'too_many_attempts' });
      expect(refusal).not.to.have.property('retryAfter');
    });
  }

  it('never carry a wait of more than a month', async () => {
    const refusal = await refusalOf(problem(429, { code: 'too_many_attempts', retryAfter: 99_999_999_999 }).status());
    expect(refusal['retryAfter']).to.equal(31 * 24 * 60 * 60);
  });
});
