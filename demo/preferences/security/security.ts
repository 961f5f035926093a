import '../../../widget/define.js';
import { createHttpClient } from '../../../widget/client/index.js';
import { byId } from '../../dom.js';
import { ownWords } from '../../own-words.js';
import '../../phone/harmony-demo-phone.js';
import { readSession, readWorkspace, signOut, type Session } from '../../session.js';
import { followHash } from './panels.js';
import { row } from './rows.js';
import { showWorkspaces } from './workspaces.js';

/** The text in Notifications for each event. */
const changes = {
  'harmony-2fa-enabled': 'Two-factor authentication was turned on',
  'harmony-2fa-disabled': 'Two-factor authentication was turned off',
  'harmony-2fa-replaced': 'Your authenticator was replaced',
  'harmony-2fa-authenticators-changed': 'Your authenticators were changed',
  'harmony-2fa-backup-codes-renewed': 'Your backup codes were replaced',
};

const setup = document.querySelector('harmony-2fa-setup')!;
const devices = document.querySelector('harmony-2fa-devices')!;
// In another language the page shows the texts of the package.
if (/^en\b/i.test(document.documentElement.lang)) setup.strings = ownWords;

for (const element of [setup, devices, document.querySelector('harmony-2fa-step-up')!]) {
  element.addEventListener('harmony-2fa-signed-out', goToSignIn);
}
setup.addEventListener('harmony-2fa-enabled', () => showProtection(true));
setup.addEventListener('harmony-2fa-disabled', () => showProtection(false));
for (const [type, text] of Object.entries(changes)) {
  setup.addEventListener(type, () => {
    listChange(text);
    // Such a change ends other sessions, or the trust in devices.
    devices.refresh();
  });
}
byId('sign-out').addEventListener('click', () => void endSession());
followHash();
void start();

async function start(): Promise<void> {
  try {
    const session = await readSession();
    if (!session) return goToSignIn();
    await showSession(session);
  } catch {
    complain('Your account cannot be read at the moment. Reload the page to try again.');
  }
}

async function showSession({ email, workspaces }: Session): Promise<void> {
  byId('email').textContent = byId('profile-email').textContent = email;
  setup.setAttribute('account', email);
  const [status, ...opened] = await Promise.all([
    createHttpClient('/api/2fa').status(),
    ...workspaces.map(({ slug }) => readWorkspace(slug)),
  ]);
  showWorkspaces(opened);
  showProtection(status.enabled);
}

function showProtection(enabled: boolean): void {
  for (const text of document.querySelectorAll('.protection')) {
    text.textContent = enabled ? 'Password and code' : 'Password only';
  }
}

function listChange(text: string): void {
  byId('no-changes').hidden = true;
  byId('changes').prepend(row(text, new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(), 'time'));
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

function goToSignIn(): void {
  location.assign('/sign-in');
}
