import { backEnd } from '../back-end.js';

const preferences = document.querySelector('#preferences');
const signIn = document.querySelector('#sign-in');
const news = document.querySelector('output');

preferences.addEventListener('click', () => {
  toggle(preferences, 'setup', { client: backEnd, strings: { heading: 'Two steps to sign in' } });
});
signIn.addEventListener('click', () => {
  backEnd.passFirstFactor();
  toggle(signIn, 'challenge', { client: backEnd, strings: { challengeTitle: 'One more step' } });
});

// The events bubble, so one listener on the document is enough.
document.addEventListener('harmony-2fa-enabled', ({ status }) => {
  news.value = `2FA is on: ${status.enabled}`;
});
document.addEventListener('harmony-2fa-verified', ({ method }) => {
  news.value = `Signed in by ${method}`;
  toggle(signIn, 'challenge');
});

/** Removes the element from the page, or inserts a copy of the template with these properties. */
function toggle(button, name, properties) {
  const shown = document.querySelector(`harmony-2fa-${name}`);
  button.textContent = button.textContent.replace(/Show|Hide/, shown ? 'Show' : 'Hide');
  if (shown) return shown.remove();
  const template = document.querySelector(`template#${name}`);
  // A clone of a template is not upgraded yet. Properties that are set before the upgrade are kept.
  const element = template.content.firstElementChild.cloneNode(true);
  template.before(Object.assign(element, properties));
}
