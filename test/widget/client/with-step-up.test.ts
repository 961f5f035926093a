import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ClientError, withStepUp, type ProofRequest, type StepUp } from '../../../widget/client/index.js';

const address = 'https://app.example.com/workspaces/acme';
const methods = ['totp', 'backup_code'] as const;

function problem(code: string, status = 403, more: object = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title: 'A title', status, code, ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  });
}
const refusal = (): Response => problem('reauthentication_required', 403, { methods });
const done = (): Response => new Response(null, { status: 204 });

interface Sent {
  url: string;
  method: string;
  body: string;
}

/** A server that gives these answers in turn, the last one for ever. It reads each body to its end, as a server does. */
class Server {
  readonly sent: Sent[] = [];
  readonly #answers: (() => Response | Promise<Response>)[];

  constructor(...answers: (() => Response | Promise<Response>)[]) {
    this.#answers = answers;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const answer = this.#answers[Math.min(this.sent.length, this.#answers.length - 1)]!;
    this.sent.push({ url: request.url, method: request.method, body: await request.text() });
    // A call that is repeated for ever would keep the test from ending.
    if (this.sent.length > 9) throw new Error('too many calls');
    request.signal.throwIfAborted();
    return answer();
  };
}

/** An element whose person answers when the test says so. Calls at once share the dialog, as those of the real one do. */
class Person implements StepUp {
  readonly asked: ProofRequest[] = [];
  dialogs = 0;
  #open: { promise: Promise<boolean>; answer: (proved: boolean) => void } | null = null;
  readonly #ready: boolean | null;

  /** @param ready what the person answers at once; null when the test answers */
  constructor(ready: boolean | null = true) {
    this.#ready = ready;
  }

  prove(request: ProofRequest): Promise<boolean> {
    this.asked.push(request);
    if (!this.#open) {
      this.dialogs += 1;
      let answer: (proved: boolean) => void;
      const promise = new Promise<boolean>((resolve) => (answer = resolve));
      this.#open = { promise, answer: answer! };
      if (this.#ready !== null) this.answers(this.#ready);
    }
    return this.#open?.promise ?? Promise.resolve(this.#ready ?? false);
  }

  answers(proved: boolean): void {
    const open = this.#open!;
    open.answer(proved);
    void open.promise.then(() => (this.#open = null));
  }
}

/** Resolves when all promises that are ready have run. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('a call through withStepUp', () => {
  it('asks for a proof when it is refused, and is repeated once', async () => {
    const server = new Server(refusal, done);
    const person = new Person();
    const answer = await withStepUp(server.fetch, person)(address, { method: 'DELETE' });
    assert.equal(answer.status, 204);
    assert.deepEqual(server.sent, [
      { url: address, method: 'DELETE', body: '' },
      { url: address, method: 'DELETE', body: '' },
    ]);
    assert.deepEqual(person.asked, [{ maxAge: 0, methods: [...methods], signal: null }]);
  });

  it('is not repeated for ever: a second refusal is the answer', async () => {
    const server = new Server(refusal);
    const person = new Person();
    const answer = await withStepUp(server.fetch, person)(address, { method: 'DELETE' });
    assert.equal(answer.status, 403);
    assert.deepEqual(((await answer.json()) as { code: string }).code, 'reauthentication_required');
    assert.equal(server.sent.length, 2);
    assert.equal(person.dialogs, 1);
  });

  it('gets the refusal, unread, when the person cancels', async () => {
    const server = new Server(refusal, done);
    const answer = await withStepUp(server.fetch, new Person(false))(address, { method: 'DELETE' });
    assert.equal(answer.status, 403);
    assert.equal(answer.bodyUsed, false);
    assert.deepEqual((await answer.json()) as object, {
      type: 'about:blank',
      title: 'A title',
      status: 403,
      code: 'reauthentication_required',
      methods,
    });
    assert.equal(server.sent.length, 1);
  });

  const untouched: Record<string, () => Response> = {
    'a success': () => Response.json({ name: 'Acme' }),
    'another refusal of the contract': () => problem('origin_refused'),
    'a blocked authenticator': () => problem('authenticator_blocked', 403, { methods: ['backup_code'] }),
    'the end of the session': () => problem('not_signed_in', 401),
    'the end of the session of another server': () =>
      new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }),
    'the challenge with another status': () =>
      new Response(null, {
        status: 400,
        headers: { 'www-authenticate': 'Bearer error="insufficient_user_authentication"' },
      }),
    'a 403 that is no JSON': () => new Response('<h1>Forbidden</h1>', { status: 403 }),
    'a 403 that says JSON and is none': () =>
      new Response('<h1>', { status: 403, headers: { 'content-type': 'application/json' } }),
    'a 403 of the app': () => Response.json({ error: 'not yours' }, { status: 403 }),
    'the code in a success': () => Response.json({ code: 'reauthentication_required' }),
    'the code with another status': () => problem('reauthentication_required', 401),
  };
  for (const [what, response] of Object.entries(untouched)) {
    it(`passes ${what} on untouched`, async () => {
      const server = new Server(response);
      const person = new Person();
      const answer = await withStepUp(server.fetch, person)(address);
      const expected = response();
      assert.equal(answer.status, expected.status);
      assert.equal(answer.bodyUsed, false);
      assert.equal(await answer.text(), await expected.text());
      assert.deepEqual([server.sent.length, person.dialogs], [1, 0]);
    });
  }

  it('passes a call without an answer on', async () => {
    const broken: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await assert.rejects(withStepUp(broken, new Person())(address), { message: 'Failed to fetch' });
  });

  const challenge = 'Bearer error="insufficient_user_authentication", error_description="too old", max_age=60';
  for (const [what, response] of Object.entries({
    'a 401 without a body': () => new Response(null, { status: 401, headers: { 'www-authenticate': challenge } }),
    'a 403 of another form': () =>
      new Response('{"error":"step up"}', {
        status: 403,
        headers: { 'www-authenticate': challenge, 'content-type': 'application/json' },
      }),
  })) {
    it(`asks for a proof at the challenge of RFC 9470: ${what}`, async () => {
      const server = new Server(response, done);
      const person = new Person();
      const answer = await withStepUp(server.fetch, person)(address, { method: 'DELETE' });
      assert.equal(answer.status, 204);
      assert.deepEqual([server.sent.length, person.asked], [2, [{ maxAge: 0, methods: [], signal: null }]]);
    });
  }

  it('asks with no methods when the refusal names none', async () => {
    const server = new Server(() => problem('reauthentication_required'), done);
    const person = new Person();
    await withStepUp(server.fetch, person)(address);
    assert.deepEqual(person.asked[0]!.methods, []);
  });
});

const text = JSON.stringify({ name: 'Acme' });
const headers = { 'content-type': 'application/json' };
const chunks = (): ReadableStream<Uint8Array> => {
  const parts = [text.slice(0, 5), text.slice(5)];
  return new ReadableStream({
    pull(controller) {
      const part = parts.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
};

describe('the body of a repeated call', () => {
  const calls: Record<string, () => Parameters<typeof fetch>> = {
    'a text': () => [address, { method: 'POST', headers, body: text }],
    bytes: () => [address, { method: 'POST', headers, body: new TextEncoder().encode(text) }],
    'a blob': () => [address, { method: 'POST', body: new Blob([text]) }],
    'a stream': () => [address, { method: 'POST', headers, body: chunks(), duplex: 'half' } as RequestInit],
    'a Request': () => [new Request(address, { method: 'POST', headers, body: text })],
    'a Request with a stream': () => [
      new Request(address, { method: 'POST', headers, body: chunks(), duplex: 'half' } as RequestInit),
    ],
    'a Request with a body of the call': () => [
      new Request(address, { method: 'POST', headers, body: 'never sent' }),
      { body: text },
    ],
    'a URL': () => [new URL(address), { method: 'POST', headers, body: text }],
  };
  for (const [what, call] of Object.entries(calls)) {
    it(`is sent again as it was: ${what}`, async () => {
      const server = new Server(refusal, done);
      const answer = await withStepUp(server.fetch, new Person())(...call());
      assert.equal(answer.status, 204);
      const sent = { url: address, method: 'POST', body: text };
      assert.deepEqual(server.sent, [sent, sent]);
    });
  }

  it('is freed when the call is not repeated', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
    // The server answers without reading the body.
    const answers: typeof fetch = (_input, init) => {
      void (init!.body as ReadableStream).cancel();
      return Promise.resolve(done());
    };
    await withStepUp(answers, new Person())(address, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    await turn();
    assert.ok(cancelled);
  });

  it('that was read before is an error, as without this function', async () => {
    const request = new Request(address, { method: 'POST', headers, body: text });
    await request.text();
    const server = new Server(refusal, done);
    const person = new Person();
    await assert.rejects(withStepUp(server.fetch, person)(request), TypeError);
    assert.equal(person.dialogs, 0);
  });
});

describe('two calls that are refused', () => {
  it('at once open one dialog, and both go on', async () => {
    const server = new Server(refusal, refusal, done);
    const person = new Person(null);
    const guarded = withStepUp(server.fetch, person);
    const both = [guarded(address, { method: 'DELETE' }), guarded(`${address}-2`, { method: 'DELETE' })];
    await turn();
    assert.deepEqual([person.asked.length, person.dialogs], [2, 1]);
    person.answers(true);
    assert.deepEqual(
      (await Promise.all(both)).map(({ status }) => status),
      [204, 204],
    );
    assert.deepEqual(server.sent.map(({ url }) => url).sort(), [address, address, `${address}-2`, `${address}-2`]);
  });

  it('at once are both given back when the person cancels', async () => {
    const server = new Server(refusal);
    const person = new Person(null);
    const guarded = withStepUp(server.fetch, person);
    const both = [guarded(address), guarded(`${address}-2`)];
    await turn();
    person.answers(false);
    assert.deepEqual(
      (await Promise.all(both)).map(({ status }) => status),
      [403, 403],
    );
    assert.equal(server.sent.length, 2);
  });

  it('do not ask twice when the second refusal was under way while the proof was given', async () => {
    let late: (answer: Response) => void;
    const slow = new Promise<Response>((resolve) => (late = resolve));
    const server = new Server(() => slow, refusal, done);
    const person = new Person();
    const guarded = withStepUp(server.fetch, person);
    const second = guarded(`${address}-2`);
    await turn();
    assert.equal((await guarded(address)).status, 204);
    late!(refusal());
    assert.equal((await second).status, 204);
    assert.equal(person.dialogs, 1);
  });

  it('one after the other ask twice', async () => {
    const server = new Server(refusal, done, refusal, done);
    const person = new Person();
    const guarded = withStepUp(server.fetch, person);
    for (let round = 0; round < 2; round += 1) assert.equal((await guarded(address)).status, 204);
    assert.equal(person.dialogs, 2);
  });
});

describe('an aborted call', () => {
  it('gives its signal to the element, whether it is the call’s or the Request’s', async () => {
    const { signal } = new AbortController();
    for (const call of [[address, { signal }], [new Request(address, { signal })]] as Parameters<typeof fetch>[]) {
      const person = new Person();
      await withStepUp(new Server(refusal, done).fetch, person)(...call);
      const given = person.asked[0]!.signal!;
      assert.equal(given, call[0] instanceof Request ? call[0].signal : signal);
    }
  });

  it('is rejected with the reason while the person is asked, and is not repeated', async () => {
    const controller = new AbortController();
    const server = new Server(refusal, done);
    const element: StepUp = {
      prove: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal!.addEventListener('abort', () => reject(signal!.reason as Error));
          controller.abort();
        }),
    };
    await assert.rejects(withStepUp(server.fetch, element)(address, { signal: controller.signal }), {
      name: 'AbortError',
    });
    assert.equal(server.sent.length, 1);
  });

  it('is rejected when it aborts between the proof and the repetition', async () => {
    const controller = new AbortController();
    const server = new Server(refusal, done);
    const element: StepUp = {
      prove() {
        controller.abort();
        return Promise.resolve(true);
      },
    };
    await assert.rejects(withStepUp(server.fetch, element)(address, { signal: controller.signal }), {
      name: 'AbortError',
    });
  });
});

describe('the element of withStepUp', () => {
  it('may be found when it is needed, and not before', async () => {
    const person = new Person();
    let looked = 0;
    const find = (): Promise<StepUp> => {
      looked += 1;
      return Promise.resolve(person);
    };
    const guarded = withStepUp(new Server(done, refusal, done).fetch, find);
    await guarded(address);
    assert.equal(looked, 0);
    assert.equal((await guarded(address)).status, 204);
    assert.equal(looked, 1);
  });

  for (const [what, none] of Object.entries({ null: null, 'a function that finds none': () => null })) {
    it(`may be missing (${what}): the caller gets the refusal`, async () => {
      const server = new Server(refusal, done);
      assert.equal((await withStepUp(server.fetch, none)(address)).status, 403);
      assert.equal(server.sent.length, 1);
    });
  }

  it('that fails lets the call fail with its reason', async () => {
    const element: StepUp = { prove: () => Promise.reject(new ClientError({ code: 'unreachable' })) };
    await assert.rejects(withStepUp(new Server(refusal).fetch, element)(address), { code: 'unreachable' });
  });
});
