import { isAccepted } from '../http/message.js';
import type { Browser } from './browser.js';
import { NotShown } from './outcome.js';

/**
 * The names of the cookies that a full session consists of: without one of them it is none. Others may be a preference, or a token
 * against forgery.
 *
 * @throws `NotShown` where the session is no cookie
 */
export async function sessionCookiesOf(browser: Browser): Promise<string[]> {
  const names: string[] = [];
  for (const name of browser.cookies.keys()) {
    const others = [...browser.cookies].filter(([other]) => other !== name).map((pair) => pair.join('='));
    const cookie = others.length === 0 ? undefined : others.join('; ');
    // A copy, since a server may delete cookies in its answer.
    if (!isAccepted(await browser.copy().op('status', undefined, { cookie }))) names.push(name);
  }
  if (names.length === 0) throw new NotShown('absent', 'the session is no cookie here');
  return names;
}
