import '../../widget/define.js';
import { createHttpClient } from '../../widget/client/index.js';
import { readStatus } from '../../widget/protocol/index.js';
import { byId } from '../dom.js';
import '../phone/harmony-demo-phone.js';
import { createAccount, readSession, SessionError, signIn, signOut } from '../session.js';

const home = '/preferences/security';
const endpoint = '/api/2fa';

const passwordStep = byId('password-step');
const secondStep = byId('second-step');
const challengePlace = byId('challenge');
const form = byId<HTMLFormElement>('credentials');
const email = byId<HTMLInputElement>('email');
const password = byId<HTMLInputElement>('password');
const error = byId('error');
const submit = byId('submit');
const notice = byId('notice');

/** The form signs in, or creates an account and signs in with it. */
let creating = false;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (submit.ariaDisabled !== 'true') void send();
});
byId('switch').addEventListener('click', () => showForm(!creating));
byId('fill-in').addEventListener('click', () => {
  email.value = 'ada@harmony.example';
  password.value = 'correct horse battery staple';
  submit.focus();
});
byId('start-over').addEventListener('click', () => void startOver());
void start();

/** After a reload, a half signed-in session continues with its challenge or its enrolment. */
async function start(): Promise<void> {
  const client = createHttpClient(endpoint);
  const [isChallenged, session, isOff] = await Promise.all([
    succeeds(client.readChallenge()),
    // Undefined when the server does not answer.
    readSession().catch(() => undefined),
    client
      .status()
      .then((status) => !readStatus(status).enabled)
      // No status, or an answer that is none.
      .catch(() => false),
  ]);
  if (isChallenged) showChallenge();
  else if (session) leave(home);
  // Without a full session, only a session that has to turn 2FA on may read the status.
  else if (session === null && isOff) showEnrolment();
  else showForm(false);
}

function succeeds(request: Promise<unknown>): Promise<boolean> {
  return request.then(
    () => true,
    () => false,
  );
}

async function send(): Promise<void> {
  const credentials = { email: email.value.trim(), password: password.value };
  if (!credentials.email || !credentials.password) {
    return showError('Enter your email and your password.', credentials.email ? [password] : [email]);
  }
  showError('', []);
  submit.ariaDisabled = 'true';
  try {
    if (creating) await createAccount(credentials);
    const next = await signIn(credentials);
    password.value = '';
    if (next === 'challenge') showChallenge();
    else if (next === 'enrolment') showEnrolment();
    else leave(home);
  } catch (reason) {
    const failure = reason instanceof SessionError ? reason : new SessionError('unreachable', null);
    showError(describe(failure), fieldsAtFault(failure));
  } finally {
    submit.ariaDisabled = null;
  }
}

async function startOver(): Promise<void> {
  // When the server does not answer, its half signed-in session expires after ten minutes.
  await signOut().catch(() => undefined);
  showForm(false);
  email.focus();
}

function showForm(create: boolean, sentence = ''): void {
  creating = create;
  byId('title').textContent = create ? 'Create a demo account' : 'Sign in to Harmony';
  submit.textContent = create ? 'Create account' : 'Sign in';
  byId('switch-question').textContent = create ? 'Have an account?' : 'New here?';
  byId('switch').textContent = create ? 'Sign in instead' : 'Create a demo account';
  byId('demo-note').hidden = create;
  byId('tenant-note').hidden = !create;
  password.autocomplete = create ? 'new-password' : 'current-password';
  notice.textContent = sentence;
  showError('', []);
  challengePlace.replaceChildren();
  document.body.classList.remove('enrols');
  secondStep.hidden = true;
  passwordStep.hidden = false;
}

function showChallenge(): void {
  const challenge = document.createElement('harmony-2fa-challenge');
  challenge.setAttribute('endpoint', endpoint);
  challenge.addEventListener('harmony-2fa-verified', ({ result }) => leave(readRedirect(result)));
  challenge.addEventListener('harmony-2fa-signed-out', askForPassword);
  showStep(challenge);
}

/** 2FA is required of the account, which has none. */
function showEnrolment(): void {
  const enrolment = document.createElement('harmony-2fa-enrolment');
  enrolment.setAttribute('endpoint', endpoint);
  enrolment.product = 'Harmony';
  enrolment.account = email.value.trim();
  enrolment.addEventListener('harmony-2fa-enabled', () => leave(home));
  enrolment.addEventListener('harmony-2fa-cancelled', () => void startOver());
  enrolment.addEventListener('harmony-2fa-signed-out', askForPassword);
  document.body.classList.add('enrols');
  showStep(enrolment);
}

function askForPassword(): void {
  showForm(false, 'The sign-in took too long. Enter your password once more.');
  email.focus();
}

function showStep(element: HTMLElement): void {
  notice.textContent = '';
  passwordStep.hidden = true;
  secondStep.hidden = false;
  challengePlace.replaceChildren(element);
  // The element does not take the focus by itself. Here a person has just pressed “Sign in”, and types on.
  element.focus();
}

/** The redirect of the server, if it stays on this origin. */
function readRedirect(result: unknown): string {
  const { redirect } = Object(result) as { redirect?: unknown };
  if (typeof redirect !== 'string' || !redirect.startsWith('/')) return home;
  // `//host` and `/\host` also start with a slash and lead to another origin: the URL parser finds that.
  const url = new URL(redirect, location.origin);
  return url.origin === location.origin ? url.href : home;
}

function leave(url: string): void {
  location.assign(url);
}

function showError(text: string, fields: HTMLInputElement[]): void {
  error.textContent = text;
  for (const field of [email, password]) {
    const wrong = fields.includes(field);
    field.ariaInvalid = wrong ? 'true' : null;
    if (wrong) field.setAttribute('aria-describedby', error.id);
    else field.removeAttribute('aria-describedby');
  }
  fields[0]?.select();
  fields[0]?.focus();
}

function fieldsAtFault({ code }: SessionError): HTMLInputElement[] {
  if (code === 'account_exists') return [email];
  return code === 'credentials_invalid' || code === 'request_invalid' ? [email, password] : [];
}

function describe({ code, retryAfter }: SessionError): string {
  switch (code) {
    case 'credentials_invalid':
      return 'The email or the password is not right.';
    case 'account_exists':
      return 'There is an account with this email. Sign in instead.';
    case 'request_invalid':
      return 'Enter an email address, and a password of at least 8 characters.';
    case 'too_many_attempts':
      return `Too many attempts. Try again in ${describeWait(retryAfter)}.`;
    default:
      return 'The server cannot be reached. Try again in a moment.';
  }
}

function describeWait(seconds: number | null): string {
  if (seconds === null) return 'a moment';
  const minutes = Math.ceil(seconds / 60);
  const [value, unit] = seconds < 60 ? [seconds, 'second'] : [minutes, 'minute'];
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
