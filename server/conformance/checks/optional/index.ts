import { expectCode, expectThat } from '../../kit/expect.js';
import { checksOf, type Check } from '../check.js';
import { optionalAccessChecks } from './access.js';
import { optionalCalls } from './answers.js';
import { authenticatorChecks } from './authenticators.js';
import { deviceChecks } from './devices.js';
import { enrolmentChecks } from './enrolment.js';

const check = checksOf('optional');

/** What a back end may leave out. The numbers are in the order in which the checks were written. */
export const optionalChecks: readonly Check[] = [
  check(1, 'P-116', 'an optional operation that is lacking is 404 not_found', async (kit) => {
    const { browser } = await kit.enrolled();
    for (const [method, path, body] of optionalCalls) {
      const answer = await browser.call(method, path, body === undefined ? {} : { body });
      if (answer.status === 404) expectCode(answer, 'not_found', `${method} ${path}`);
      else expectThat(answer.status < 500, `${method} ${path} gets no 5xx: ${answer.status} came`, answer);
    }
  }),
  ...authenticatorChecks,
  ...deviceChecks,
  ...enrolmentChecks,
  ...optionalAccessChecks,
];
