import { isAccepted, type Answer } from '../../http/message.js';
import type { Browser } from '../../kit/browser.js';
import { blocked } from '../../kit/kit.js';
import { NotShown } from '../../kit/outcome.js';

export interface Device {
  id: string;
  kind: string;
  current: boolean;
}

export type OptionalCall = readonly [method: string, path: string, body?: unknown];

/** One call of each optional operation, with these ids. */
export function optionalCallsWith(authenticator: string, device: string): readonly OptionalCall[] {
  const [one, other] = [encodeURIComponent(authenticator), encodeURIComponent(device)];
  return [
    ['PATCH', `/authenticators/${one}`, { name: 'Work phone' }],
    ['DELETE', `/authenticators/${one}`],
    ['GET', '/devices'],
    ['DELETE', `/devices/${other}`],
    ['DELETE', '/devices'],
  ];
}

/** One call of each optional operation, with an id that nobody has. */
export const optionalCalls = optionalCallsWith('no-such-id', 'no-such-id');

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
