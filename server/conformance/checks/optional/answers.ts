import { isAccepted, type Answer } from '../../http/message.js';
import type { Browser } from '../../kit/browser.js';
import { blocked } from '../../kit/kit.js';
import { NotShown } from '../../kit/outcome.js';

export interface Device {
  id: string;
  kind: string;
  current: boolean;
}

/** One call of each optional operation, with an id that nobody has. */
export const optionalCalls: readonly [method: string, path: string, body?: unknown][] = [
  ['PATCH', '/authenticators/no-such-id', { name: 'Work phone' }],
  ['DELETE', '/authenticators/no-such-id'],
  ['GET', '/devices'],
  ['DELETE', '/devices/no-such-id'],
  ['DELETE', '/devices'],
];

/** @throws `NotShown` where the back end has no such operation */
export function requirePresent(answer: Answer, what: string): Answer {
  if (answer.status === 404) throw new NotShown('absent', `this back end does not ${what}`);
  return answer;
}

export async function devicesOf(browser: Browser): Promise<{ answer: Answer; devices: Device[] }> {
  const answer = requirePresent(await browser.call('GET', '/devices'), 'list devices');
  const { devices } = answer.body;
  if (!isAccepted(answer) || !Array.isArray(devices)) throw blocked('the devices could not be listed', answer);
  return { answer, devices: devices as Device[] };
}
