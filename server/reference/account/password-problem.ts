import type { Refusal } from '../../adapters/http/problem.js';
import { leastLength, type PasswordFault } from './password-rules.js';

const titles = {
  password_guessable: 'The password is a known one, or easy to guess',
  password_unchanged: 'The new password is the old one',
  password_wrong: 'The old password is not right',
};

/** The answer to a password that is refused. */
export function passwordProblem(code: PasswordFault | keyof typeof titles, secondFactor = false): Refusal {
  const least = secondFactor ? leastLength.withSecondFactor : leastLength.alone;
  const title = code === 'password_too_short' ? `The password needs at least ${least} characters` : titles[code];
  return { status: 422, code, title };
}
