import { errorStatus, type ErrorCode } from '../../../widget/protocol/error-codes.js';
import { codeOf, isAccepted, type Answer } from '../http/message.js';
import { isWait } from './kit.js';
import { Failure } from './outcome.js';

export const statusOf: Readonly<Record<string, number>> = errorStatus;

export function came(answer: Answer): string {
  const code = codeOf(answer);
  return code === '' ? String(answer.status) : `${answer.status} ${code}`;
}

/** Fails unless the request was accepted. */
export function expectAccepted(answer: Answer, what: string): void {
  if (!isAccepted(answer)) throw new Failure(`${what} is accepted: ${came(answer)} came`, answer);
}

/** Fails when the request was accepted, or when the server failed. */
export function expectRefused(answer: Answer, what: string): void {
  if (answer.status < 400 || answer.status >= 500)
    throw new Failure(`${what} is refused: ${came(answer)} came`, answer);
}

/** Fails unless the answer has this status. */
export function expectStatus(answer: Answer, status: number, what: string): void {
  if (answer.status !== status) throw new Failure(`${what} is ${status}: ${came(answer)} came`, answer);
}

/** Fails unless the answer is this error of the table. */
export function expectCode(answer: Answer, code: ErrorCode, what: string): void {
  const status = statusOf[code];
  if (answer.status === status && codeOf(answer) === code) return;
  throw new Failure(`${what} is ${status} ${code}: ${came(answer)} came`, answer);
}

/** Fails unless the answer is one of these errors. */
export function expectOneOf(answer: Answer, codes: readonly ErrorCode[], what: string): void {
  if (codes.some((code) => answer.status === statusOf[code] && codeOf(answer) === code)) return;
  throw new Failure(`${what} is ${codes.join(' or ')}: ${came(answer)} came`, answer);
}

/** Fails unless the answer says to wait. */
export function expectWait(answer: Answer, what: string): void {
  if (!isWait(answer)) throw new Failure(`${what} has to wait: ${came(answer)} came`, answer);
}

export function expectThat(holds: boolean, message: string, answer?: Answer): void {
  if (!holds) throw new Failure(message, answer);
}
