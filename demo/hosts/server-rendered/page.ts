import 'harmony-2fa/define';
import { backEnd } from '../back-end.js';

const preferences = document.querySelector<HTMLButtonElement>('#preferences')!;
const signIn = document.querySelector<HTMLButtonElement>('#sign-in')!;
const news = document.querySelector('output')!;

// The server's HTML contains this element.
const setup = document.querySelector('harmony-2fa-setup')!;
setup.client = backEnd;
setup.strings = { heading: 'Two steps to sign in' };
setup.addEventListener('harmony-2fa-enabled', ({ status }) => (news.value = `2FA is on: ${status.enabled}`));

const challenge = document.createElement('harmony-2fa-challenge');
challenge.client = backEnd;
challenge.strings = { challengeTitle: 'One more step' };
challenge.addEventListener('harmony-2fa-verified', ({ method }) => {
  news.value = `Signed in by ${method}`;
  toggle(signIn, '#challenge', challenge);
});

preferences.addEventListener('click', () => toggle(preferences, '#setup', setup));
signIn.addEventListener('click', () => {
  backEnd.passFirstFactor();
  toggle(signIn, '#challenge', challenge);
});

/** Removes an element from the page, or inserts it again. */
function toggle(button: HTMLButtonElement, place: string, element: HTMLElement): void {
  const shown = element.isConnected;
  button.textContent = (button.textContent ?? '').replace(/Show|Hide/, shown ? 'Show' : 'Hide');
  if (shown) element.remove();
  else document.querySelector(place)!.append(element);
}
