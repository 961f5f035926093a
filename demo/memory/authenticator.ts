import { Secret, TOTP } from 'otpauth';

const period = 30;
const digits = 6;
/** Ten minutes either way: what a phone with a wrong clock is told about, at set-up alone. */
const widestSkew = 20;

/** The secret an app was linked with, and the last time step whose code was spent. Spent steps stay spent. */
export class Authenticator {
  readonly #totp: TOTP;
  #spentStep = -1;

  constructor(issuer: string, label: string) {
    this.#totp = new TOTP({ issuer, label, secret: new Secret({ size: 20 }), algorithm: 'SHA1', digits, period });
  }

  get keyUri(): string {
    return this.#totp.toString();
  }

  /** Accepts a code of the steps before, at and after `now` that lie above the last spent one, and spends its step. */
  spend(code: string, now: number): boolean {
    const step = this.#findStep(code, now, 1);
    if (step === null) return false;
    this.#spentStep = step;
    return true;
  }

  /** Seconds by which the phone that made this code is ahead of `now`; null when it is no code of this secret. */
  findSkew(code: string, now: number): number | null {
    const step = this.#findStep(code, now, widestSkew);
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

/** Six ASCII digits, spaces and hyphens aside; anything else is no code. */
export function normalizeCode(text: string): string | null {
  const code = text.replace(/[ -]/g, '');
  return /^[0-9]{6}$/.test(code) ? code : null;
}
