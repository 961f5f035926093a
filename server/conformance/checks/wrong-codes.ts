import { codeOf, type Answer } from '../http/message.js';
import type { Authenticator } from '../kit/authenticator.js';
import { expectOneOf } from '../kit/expect.js';
import { blocked, refuseAccepted, type Kit } from '../kit/kit.js';

/** A text that is no live code. `step` is a live one that was not used. */
export type Spell = (kit: Kit, app: Authenticator, step: number) => string;

/** An operation that checks a code, for an account of its own. */
interface Place {
  readonly app: Authenticator;
  readonly send: (code: string) => Promise<Answer>;
}

/** How many wrong codes an account gets: fewer than the failures that are free. */
const triesEach = 4;

const places: Readonly<Record<string, (kit: Kit) => Promise<Place>>> = {
  async 'a challenge'(kit) {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    return { app: person.app, send: (code) => half.op('answerChallenge', { code }) };
  },
  async 'a proof'(kit) {
    const { app, browser } = await kit.enrolled();
    return { app, send: (code) => browser.op('reauthenticate', { code }) };
  },
  async 'confirm set-up'(kit) {
    const { browser } = await kit.signedIn();
    const { app } = await kit.beginSetup(browser);
    return { app, send: (code) => browser.op('confirmSetup', { code }) };
  },
};

/** Sends wrong codes to every operation that checks a code, and expects that each of them is refused. */
export async function refusesEverywhere(kit: Kit, spells: readonly Spell[]): Promise<void> {
  for (const [name, open] of Object.entries(places)) {
    for (let start = 0; start < spells.length; start += triesEach) {
      const { app, send } = await open(kit);
      for (const spell of spells.slice(start, start + triesEach)) {
        // The step after this one is live, and the set-up has not spent it.
        const code = spell(kit, app, (await kit.stepNow(app)) + 1);
        const answer = await send(code);
        refuseAccepted(answer);
        if (codeOf(answer) === 'setup_expired') throw blocked('a wrong code ended the set-up: see pending/12', answer);
        expectOneOf(answer, ['code_invalid', 'clock_out_of_sync', 'too_many_attempts'], `a wrong code at ${name}`);
      }
    }
  }
}
