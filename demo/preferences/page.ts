import { byId } from '../dom.js';
import { readSession, signOut, type Session } from '../session.js';

/** Shared by all pages of the preferences: shows the address of the account, and signs out. */

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

/** Only for an administrator: the server answers every other account with “There is no page here”. */
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

/** To be called after an answer that refuses an administrator's request. Without a session the browser goes to the sign-in. */
export async function hasSession(): Promise<boolean> {
  // Without an answer the session may still be there.
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
