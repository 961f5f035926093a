import { byId } from '../dom.js';
import { readSession, signOut, type Session } from '../session.js';

/** What all pages of the preferences share: whose they are, and the way out. */

byId('sign-out').addEventListener('click', () => void endSession());

/** Calls `show` with the session of the page; without one the browser goes to the sign-in. */
export async function showPage(show: (session: Session) => void | Promise<void>): Promise<void> {
  try {
    const session = await readSession();
    if (!session) return goToSignIn();
    byId('email').textContent = session.email;
    if (session.administrator) showAdministration();
    // On narrow screens the navigation scrolls.
    document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    await show(session);
  } catch {
    complain('Your account cannot be read at the moment. Reload the page to try again.');
  }
}

/** Everybody else would get “There is no page here”. */
function showAdministration(): void {
  const list = document.querySelector('nav ul')!;
  if (list.querySelector('[href="/administration"]')) return;
  const link = document.createElement('a');
  link.href = '/administration';
  link.textContent = 'Administration';
  const item = document.createElement('li');
  item.append(link);
  list.append(item);
}

/** For an answer that everybody but an administrator gets: without a session the browser goes to the sign-in. */
export async function hasSession(): Promise<boolean> {
  // An answer that does not come tells nothing.
  const session = await readSession().catch(() => undefined);
  if (session === null) goToSignIn();
  return session !== null;
}

export function goToSignIn(): void {
  location.assign('/sign-in');
}

async function endSession(): Promise<void> {
  try {
    await signOut();
    goToSignIn();
  } catch {
    complain('You are still signed in: the server cannot be reached. Try again in a moment.');
  }
}

function complain(text: string): void {
  byId('trouble').textContent = text;
}
