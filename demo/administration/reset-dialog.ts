import { byId } from '../dom.js';
import { hasSession } from '../preferences/page.js';
import { guardedFetch } from '../preferences/proof.js';
import { resetTwoFactor, type Person, type SessionError } from '../session.js';

const dialog = byId<HTMLDialogElement>('reset-dialog');
const form = byId<HTMLFormElement>('reset-form');
const reason = byId<HTMLInputElement>('reason');
const error = byId('reason-error');
const confirm = byId<HTMLButtonElement>('reset-confirm');
const cancel = byId<HTMLButtonElement>('reset-cancel');

/** After the dialog: the text for the page, and how the person is now; null when the account is deleted. */
export type Outcome = (text: string, person: Person | null) => void;

/** The person that the dialog is about. */
let chosen: { person: Person; onDone: Outcome } | null = null;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!isBusy()) void send();
});
cancel.addEventListener('click', () => dialog.close());
// Escape must not close it while the server is asked.
dialog.addEventListener('cancel', (event) => isBusy() && event.preventDefault());

export function askForReset(person: Person, onDone: Outcome): void {
  chosen = { person, onDone };
  byId('reset-title').textContent = `Reset 2FA of ${person.address}?`;
  form.reset();
  showError('');
  dialog.showModal();
  reason.focus();
}

async function send(): Promise<void> {
  if (!chosen) return;
  const { person, onDone } = chosen;
  const { account, address } = person;
  showError('');
  if (reason.value.trim() === '') return showError('Enter a reason.');
  setBusy(true);
  try {
    const after = await resetTwoFactor(account, reason.value, guardedFetch);
    finish(() => onDone(`2FA of ${address} was reset.`, after));
  } catch (failure) {
    const { code } = failure as SessionError;
    if (code === 'not_enabled') {
      finish(() => onDone(`2FA of ${address} was off already.`, { ...person, twoFactor: 'off' }));
    } else if (code === 'account_unknown') finish(() => onDone(`The account ${address} was deleted.`, null));
    else await explain(code);
  }
  setBusy(false);
}

function finish(tell: () => void): void {
  dialog.close();
  tell();
}

async function explain(code: string): Promise<void> {
  // The person has cancelled the proof, and is back at the question.
  if (code === 'reauthentication_required') return confirm.focus();
  if (code === 'administrator_without_2fa') return showError('Turn on 2FA for your own account first.');
  if (code === 'last_administrator')
    return showError('No other administrator has 2FA. Let another one turn it on first.');
  if (code !== 'not_found') return showError('It was not reset. Try again in a moment.');
  if (await hasSession()) showError('You are no administrator any more.');
}

function showError(text: string): void {
  error.textContent = text;
  reason.ariaInvalid = text === '' ? null : 'true';
  if (text !== '') reason.focus();
}

function isBusy(): boolean {
  return confirm.ariaDisabled === 'true';
}

function setBusy(busy: boolean): void {
  confirm.ariaDisabled = busy ? 'true' : null;
  confirm.textContent = busy ? 'Resetting…' : 'Reset 2FA';
  cancel.disabled = busy;
}
