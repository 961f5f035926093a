import type { CodedError } from '../protocol/error-codes.js';
import type { ProofMethod } from '../protocol/messages.js';
import { readProblem } from '../protocol/read-message.js';

/** What a page asks of `<harmony-2fa-step-up>`. */
export interface ProofRequest {
  /** In seconds: an older proof is not recent enough. 0 asks in any case. Without it, any recent proof of the back end will do. */
  maxAge?: number;
  /** The `methods` of a refusal. Without them, the status of the account decides. */
  methods?: readonly ProofMethod[];
  /** When it aborts, the call rejects with its reason, and the dialog closes if no other call waits for it. */
  signal?: AbortSignal | null;
}

/** The part of `<harmony-2fa-step-up>` that `withStepUp` uses. */
export interface StepUp {
  /** @returns whether it was proved */
  prove(request: ProofRequest): Promise<boolean>;
}

type Refusal = Pick<CodedError<'reauthentication_required'>, 'methods'>;

/**
 * A `fetch` for the page's own calls. When the back end refuses one for want of a recent proof, it asks for a proof and repeats the call
 * once. Such a refusal is 403 `reauthentication_required`, or 401 or 403 with the challenge `insufficient_user_authentication` of RFC 9470.
 * The caller gets the refusal when the person cancels, when the repeated call is refused as well, and without an element.
 *
 * A body that can be read only once, of a `Request` or a stream, is kept until the answer is there.
 *
 * @param stepUp the element, or a function that finds it when it is needed
 *
 * @example
 * const guarded = withStepUp(fetch, document.querySelector('harmony-2fa-step-up'));
 * const answer = await guarded('/workspaces/acme', { method: 'DELETE' });
 */
export function withStepUp(
  fetch: typeof globalThis.fetch,
  stepUp: StepUp | null | (() => StepUp | null | Promise<StepUp | null>),
): typeof globalThis.fetch {
  /** How many proofs were given so far. */
  let proofs = 0;
  return async (input, init) => {
    const before = proofs;
    const { first, second, drop } = sentTwice(input, init);
    const answer = await fetch(...first);
    const refusal = await readRefusal(answer);
    if (!refusal || !(await prove(refusal))) {
      drop();
      return answer;
    }
    // Nothing reads the refusal.
    cancel(answer.body)();
    return fetch(...second);

    async function prove({ methods = [] }: Refusal): Promise<boolean> {
      // The proof of another call has come while this one was under way.
      if (proofs !== before) return true;
      const element = typeof stepUp === 'function' ? await stepUp() : stepUp;
      const signal = init?.signal ?? (isRequest(input) ? input.signal : null);
      const proved = (await element?.prove({ maxAge: 0, methods, signal })) ?? false;
      if (proved) proofs += 1;
      return proved;
    }
  };
}

/** The refusal of an answer; null for every other answer. The answer stays unread. */
async function readRefusal(answer: Response): Promise<Refusal | null> {
  const { status, headers } = answer;
  if (status !== 401 && status !== 403) return null;
  if (status === 403 && /\bjson\b/.test(headers.get('content-type') ?? '')) {
    try {
      const problem = readProblem(await answer.clone().json());
      if (problem?.code === 'reauthentication_required') return problem;
    } catch {
      // The body is no JSON.
    }
  }
  return /\berror="?insufficient_user_authentication\b/.test(headers.get('www-authenticate') ?? '') ? {} : null;
}

type Call = [input: RequestInfo | URL, init: RequestInit | undefined];

/** The arguments of a call and of its repetition. `drop` frees the body of a repetition that does not take place. */
function sentTwice(input: Call[0], init: Call[1]): { first: Call; second: Call; drop(): void } {
  const body = init?.body;
  if (typeof body === 'object' && body !== null && 'tee' in body) {
    const [one, other] = body.tee();
    return { first: [input, { ...init, body: one }], second: [input, { ...init, body: other }], drop: cancel(other) };
  }
  if (isRequest(input) && !input.bodyUsed) {
    const other = input.clone();
    return { first: [input, init], second: [other, init], drop: cancel(other.body) };
  }
  return { first: [input, init], second: [input, init], drop: () => undefined };
}

/** By its method: a request may come from another frame. */
function isRequest(input: Call[0]): input is Request {
  return typeof input === 'object' && 'clone' in input;
}

/** A body that is locked or broken has nothing to free. */
function cancel(body: ReadableStream | null | undefined): () => void {
  return () => void body?.cancel().catch(() => undefined);
}
