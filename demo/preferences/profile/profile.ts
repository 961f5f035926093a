import '../../../widget/define.js';
import { byId } from '../../dom.js';
import { speakOwnWords } from '../../own-words.js';
import '../../phone/harmony-demo-phone.js';
import { changePassword, SessionError } from '../../session.js';
import { goToSignIn, showPage } from '../page.js';
import { guardedFetch } from '../proof.js';

const form = byId<HTMLFormElement>('password-form');
const oldPassword = byId<HTMLInputElement>('old-password');
const newPassword = byId<HTMLInputElement>('new-password');
const showPasswords = byId<HTMLInputElement>('show-passwords');
const submit = byId<HTMLButtonElement>('change-password');
const notice = byId('password-notice');

const factor = document.querySelector('harmony-2fa-setup')!;

speakOwnWords(factor);
factor.addEventListener('harmony-2fa-signed-out', goToSignIn);
showPasswords.addEventListener('change', showText);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (submit.ariaDisabled !== 'true') void send();
});
void showPage(({ email }) => {
  byId('profile-email').textContent = byId<HTMLInputElement>('username').value = email;
});

async function send(): Promise<void> {
  clearErrors();
  notice.textContent = '';
  if (oldPassword.value === '') return showError(oldPassword, 'old-error', 'Enter your current password.');
  if (newPassword.value === '') return showError(newPassword, 'new-error', 'Enter a new password.');
  setBusy(true);
  try {
    await changePassword(oldPassword.value, newPassword.value, guardedFetch);
    form.reset();
    showText();
    notice.textContent = 'Your password was changed. You are signed out everywhere else.';
    // The next Tab goes on from here, and a password manager sees that the fields are done with.
    submit.focus();
  } catch (reason) {
    explain(reason instanceof SessionError ? reason : new SessionError('unreachable', null));
  }
  setBusy(false);
}

function explain({ code }: SessionError): void {
  switch (code) {
    case 'password_wrong':
      return showError(oldPassword, 'old-error', 'This is not your current password.');
    case 'password_too_short':
      return showError(newPassword, 'new-error', 'The new password needs at least 8 characters.');
    case 'password_guessable':
      return showError(
        newPassword,
        'new-error',
        'This password is known from stolen lists, or is easy to guess. Choose another one.',
      );
    case 'password_unchanged':
      return showError(newPassword, 'new-error', 'This is your current password. Choose another one.');
    case 'not_signed_in':
      return goToSignIn();
    // The person has cancelled the proof, and is back at the form.
    case 'reauthentication_required':
      return submit.focus();
    case 'too_many_attempts':
      byId('form-error').textContent = 'Too many attempts. Try again in a minute.';
      return;
    default:
      byId('form-error').textContent = 'Your password was not changed. Try again in a moment.';
  }
}

function showError(field: HTMLInputElement, id: string, text: string): void {
  byId(id).textContent = text;
  field.ariaInvalid = 'true';
  field.select();
  field.focus();
}

function clearErrors(): void {
  for (const id of ['old-error', 'new-error', 'form-error']) byId(id).textContent = '';
  for (const field of [oldPassword, newPassword]) field.ariaInvalid = null;
}

function showText(): void {
  for (const field of [oldPassword, newPassword]) field.type = showPasswords.checked ? 'text' : 'password';
}

function setBusy(busy: boolean): void {
  submit.ariaDisabled = busy ? 'true' : null;
  submit.textContent = busy ? 'Changing…' : 'Change password';
}
