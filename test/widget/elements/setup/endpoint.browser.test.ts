import { expect, fixture, html } from '@open-wc/testing';
import { ChallengeDriver, type ElementOf, recordEvents, SetupDriver, turn } from '../../../support/element-drivers.js';
import { nonsense } from '../../../support/nonsense.js';

const hostile = [
  'javascript:alert(1)',
  'data:application/json,{"enabled":false}',
  'blob:http://localhost/x',
  '//evil.example/api',
  'https://evil.example/api',
  'https://u:p@evil.example/api',
  `http://u:p@${location.host}/api`,
  '\\\\evil.example\\api',
  'http://[',
  'file:///etc',
  `/api?to=${'evil'}`,
  '/api#x',
  `/${'a'.repeat(10_000)}`,
];

let requests: string[];
let answer: () => Promise<Response>;
const { fetch: browserFetch } = globalThis;

beforeEach(() => {
  requests = [];
  answer = () => Promise.resolve(Response.json({ enabled: false }));
  globalThis.fetch = (input, init) => {
    requests.push(`${init?.method ?? 'GET'} ${input as string}`);
    return answer();
  };
});

afterEach(() => {
  globalThis.fetch = browserFetch;
});

async function open(endpoint: unknown): Promise<SetupDriver> {
  const element = Object.assign(document.createElement('harmony-2fa-setup'), { lang: 'en', endpoint });
  (await fixture(html`<div></div>`)).append(element);
  await turn();
  return new SetupDriver(element);
}

describe('endpoint', () => {
  for (const endpoint of hostile) {
    it(`sends nothing to ${endpoint.slice(0, 48)}, and reports it`, async () => {
      const events = recordEvents();
      const setup = await open(endpoint);
      await setup.seesError('Your 2FA settings could not be loaded. This page cannot reach its sign-in service');
      expect(setup.text).not.to.contain('did not answer');
      expect(requests).to.deep.equal([]);
      expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'misconfigured']]);
    });
  }

  it('is also refused by the challenge', async () => {
    const events = recordEvents();
    const element = await fixture<ElementOf<'harmony-2fa-challenge'>>(html`
      <harmony-2fa-challenge lang="en" endpoint="//evil.example/api"></harmony-2fa-challenge>
    `);
    await new ChallengeDriver(element).seesError('The sign-in could not be continued.');
    expect(requests).to.deep.equal([]);
    expect(events.map(({ type }) => type)).to.deep.equal(['failed']);
  });

  const accepted = {
    '/api/2fa': '/api/2fa/status',
    '/api/2fa/': '/api/2fa/status',
    api: new URL('api/status', document.baseURI).pathname,
    [`${location.origin}/x`]: '/x/status',
  };

  for (const [endpoint, path] of Object.entries(accepted)) {
    it(`accepts ${endpoint.replace(location.origin, 'a URL of this origin')}`, async () => {
      const setup = await open(endpoint);
      await setup.sees('Enable 2FA');
      expect(requests).to.deep.equal([`GET ${location.origin}${path}`]);
    });
  }

  for (const [what, none] of Object.entries({ ...nonsense, 'an empty text': '' })) {
    it(`is the default when it is ${what}`, async () => {
      const setup = await open(none);
      await setup.sees('Enable 2FA');
      expect(requests).to.deep.equal([`GET ${location.origin}/api/2fa/status`]);
    });
  }

  it('means the page’s own origin, whatever <base> the page has', async () => {
    // The content policy of the tests refuses a <base>. This property is what it changes.
    Object.defineProperty(document, 'baseURI', { value: 'https://cdn.example/assets/', configurable: true });
    try {
      const setup = await open('/api/2fa');
      await setup.sees('Enable 2FA');
      expect(requests).to.deep.equal([`GET ${location.origin}/api/2fa/status`]);
      await open('https://cdn.example/api');
      expect(requests).to.have.length(1);
    } finally {
      Reflect.deleteProperty(document, 'baseURI');
    }
  });

  it('works where the browser has neither AbortSignal.any nor AbortSignal.timeout', async () => {
    const { any, timeout } = AbortSignal;
    Object.assign(AbortSignal, { any: undefined, timeout: undefined });
    try {
      const setup = await open('/api/2fa');
      await setup.sees('Enable 2FA');
    } finally {
      Object.assign(AbortSignal, { any, timeout });
    }
  });

  const pages: [what: string, answer: () => Response, shown: string][] = [
    [
      'a redirect to a sign-in page',
      () => new Response(null, { status: 302, headers: { location: '/login' } }),
      'You are signed out.',
    ],
    ['a 401 with a page', () => new Response('<h1>Sign in</h1>', { status: 401 }), 'You are signed out.'],
    ['a 400 of a parser', () => new Response('Bad Request', { status: 400 }), 'Something went wrong. Try again.'],
    ['a 403 of a firewall', () => new Response('<h1>No</h1>', { status: 403 }), 'Something went wrong. Try again.'],
    ['a 503 with a page', () => new Response('<h1>Busy</h1>', { status: 503 }), 'This does not work right now.'],
    [
      'a 429 with a page',
      () => new Response('<h1>Slow down</h1>', { status: 429, headers: { 'retry-after': '30' } }),
      'Too many attempts. You can try again in 30 seconds.',
    ],
    ['a 502 with a page', () => new Response('<h1>Bad gateway</h1>', { status: 502 }), 'The server did not answer.'],
  ];
  for (const [what, page, shown] of pages) {
    it(`tells what ${what} means, whoever sent it`, async () => {
      answer = () => Promise.resolve(page());
      await (await open('/api/2fa')).sees(shown);
    });
  }

  it('is asked again when it changes, also after a refused one', async () => {
    const setup = await open('//evil.example');
    await setup.seesError('Your 2FA settings could not be loaded.');
    setup.element.setAttribute('endpoint', '/api/2fa');
    await setup.sees('Enable 2FA');
    expect(requests).to.have.length(1);
  });

  it('is called by the page’s fetch at the time of the request', async () => {
    const setup = await open('/api/2fa');
    await setup.sees('Enable 2FA');
    answer = () => Promise.resolve(new Response('<html>', { status: 502 }));
    setup.element.refresh();
    await setup.seesError('The server did not answer.');
    expect(requests).to.have.length(2);
  });
});
