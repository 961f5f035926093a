import { Secret, TOTP } from 'otpauth';

const period = 30;
const digits = 6;
/** Ten minutes in both directions. Within them a set-up reports that the clock of the phone is wrong. */
const maxSkewSteps = 20;

/** One authenticator: its secret and its last spent time step. A spent step stays spent. */
export class Authenticator {
  readonly id = crypto.randomUUID();
  name = '';
  /** Milliseconds since the epoch. */
  addedAt = 0;
  usedAt: number | null = null;
  readonly #totp: TOTP;
  #spentStep = -1;

  constructor(issuer: string, label: string) {
    this.#totp = new TOTP({ issuer, label, secret: new Secret({ size: 20 }), algorithm: 'SHA1', digits, period });
  }

  get keyUri(): string {
    return this.#totp.toString();
  }

  /** Accepts a code of the previous, current or next step if the step is after the last spent one, and spends it. */
  spend(code: string, now: number): boolean {
    const step = this.#findStep(code, now, 1);
    if (step === null) return false;
    this.#spentStep = step;
    return true;
  }

  /** How many seconds the clock of the phone is ahead of `now`; null when the code is not from this secret. */
  findSkew(code: string, now: number): number | null {
    const step = this.#findStep(code, now, maxSkewSteps);
    return step === null ? null : (step - stepAt(now)) * period;
  }

  #findStep(code: string, now: number, window: number): number | null {
    for (let step = stepAt(now) - window; step <= stepAt(now) + window; step++) {
      if (step > this.#spentStep && this.#totp.generate({ timestamp: step * period * 1000 }) === code) return step;
    }
    return null;
  }
}

function stepAt(now: number): number {
  return Math.floor(now / 1000 / period);
}

/** Removes spaces and hyphens; null unless six ASCII digits remain. */
export function normalizeCode(text: string): string | null {
  const code = text.replace(/[ -]/g, '');
  return /^[0-9]{6}$/.test(code) ? code : null;
}
