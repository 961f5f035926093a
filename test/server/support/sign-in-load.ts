import { setTimeout as sleep } from 'node:timers/promises';
import { currentStep, untilNextStep, type SigningPerson } from './sign-in-people.js';
import { origin } from './test-server.js';

/** Sign-ins of one load: some hundreds here; a long run sets `TEST_SIGN_INS` to more. */
export const signIns = Number(process.env['TEST_SIGN_INS'] ?? 300);

const concurrent = 6;
/** One sign-in in so many also renews the backup codes: what one instance seals, another one opens. */
const renewEvery = 50;

/** A sign-in that went wrong: when, in seconds from the begin, its step, the instances that answered up to there, and what came. */
export interface Failure {
  at: number;
  step: string;
  instances: string[];
  answer: string;
}

export interface LoadOutcome {
  done: number;
  failures: Failure[];
  /** How many sign-ins had the password checked at one instance and the code at another: `one → two`. */
  routes: Map<string, number>;
  seconds: number;
}

/** People that sign in on and on, some at a time. */
export interface SignInLoad {
  /** Resolves once this share of the sign-ins is done. */
  reached(share: number): Promise<void>;
  /** Ends once all sign-ins are done. */
  finish(): Promise<LoadOutcome>;
}

/** @param url of what stands before the instances */
export function startSignIns(url: string, people: readonly SigningPerson[], count = signIns): SignInLoad {
  const queue = [...people];
  const failures: Failure[] = [];
  const routes = new Map<string, number>();
  const waiting = new Set<() => void>();
  const began = performance.now();
  let [done, begun, finishing] = [0, 0, false];

  async function work(): Promise<void> {
    while (!finishing || done < count) {
      const person = queue.shift()!;
      // The code of this step is used. The others in the queue were used later.
      if (person.lastStep === currentStep()) await sleep(untilNextStep());
      begun += 1;
      const failure = await signIn(person, begun % renewEvery === 0);
      if (failure) failures.push({ at: (performance.now() - began) / 1000, ...failure });
      done += 1;
      queue.push(person);
      for (const check of waiting) check();
    }
  }

  /** From the password to the sign-out. Null when all answers were right. */
  async function signIn(person: SigningPerson, renews: boolean): Promise<Omit<Failure, 'at'> | null> {
    const instances: string[] = [];
    let cookie = '';
    const step = async (name: string, call: string, body: unknown, right: RegExp): Promise<void> => {
      const [method = '', path = ''] = call.split(' ');
      const answer = await fetch(url + path, {
        method,
        headers: {
          origin,
          ...(cookie !== '' && { cookie }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      instances.push(answer.headers.get('x-instance') ?? 'none');
      cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? cookie;
      const text = `${answer.status} ${await answer.text()}`;
      if (!right.test(text)) throw new StepFault(name, text);
    };
    try {
      await step('password', 'POST /api/session', person.account, /^200 .*"challenge"/);
      await step('code', 'POST /api/2fa/challenge', { code: person.nextCode() }, /^200 /);
      await step('session', 'GET /api/session', undefined, /^200 .*"email"/);
      if (renews) {
        await step('new backup codes', 'POST /api/2fa/backup-codes', {}, /^20[01] /);
        await step('backup codes kept', 'POST /api/2fa/backup-codes/confirm', {}, /^200 /);
      }
      await step('sign-out', 'DELETE /api/session', undefined, /^204 /);
      const route = instances.slice(0, 2).join(' → ');
      routes.set(route, (routes.get(route) ?? 0) + 1);
      return null;
    } catch (error) {
      if (error instanceof StepFault) return { step: error.step, instances, answer: error.message };
      return { step: `after ${instances.length} answers`, instances, answer: String(error) };
    }
  }

  const workers = Array.from({ length: concurrent }, work);
  return {
    reached: (share) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (done < share * count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    async finish() {
      finishing = true;
      await Promise.all(workers);
      return { done, failures, routes, seconds: (performance.now() - began) / 1000 };
    },
  };
}

class StepFault extends Error {
  constructor(
    readonly step: string,
    answer: string,
  ) {
    super(answer);
  }
}
