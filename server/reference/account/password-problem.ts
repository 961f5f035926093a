import type { ProblemFields } from '../../adapters/http/problem.js';
import { minLength, type PasswordFault } from './password-rules.js';

const titles = {
  password_too_short: `The password needs at least ${minLength} characters`,
  password_guessable: 'The password is a known one, or easy to guess',
  password_unchanged: 'The new password is the old one',
  password_wrong: 'The old password is not right',
} satisfies Record<PasswordFault, string> & Record<string, string>;

/** The answer to a password that is refused. */
export function passwordProblem(code: keyof typeof titles): ProblemFields {
  return { status: 422, code, title: titles[code] };
}
