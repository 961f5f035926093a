import { byId } from '../dom.js';
import { SessionError, stopRecovery } from '../session.js';

/*
 * The page behind the link of a mail. It asks first: some mail servers open each link, and a link alone must not stop a recovery that
 * its owner wants.
 */
const form = byId<HTMLFormElement>('stop');
const title = byId('title');
const text = byId('text');
const error = byId('error');
const submit = byId('submit');

/** The part behind the `#`, which is in no log of a server. */
const token = location.hash.slice(1);

// The address bar and the history keep no token.
history.replaceState(null, '', location.pathname);
if (token === '') {
  show('This link is not complete', 'Open the link of the mail once more, or copy all of it into the address bar.');
} else form.hidden = false;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (submit.ariaDisabled !== 'true') void stop();
});

async function stop(): Promise<void> {
  error.textContent = '';
  submit.ariaDisabled = 'true';
  try {
    await stopRecovery(token);
    form.hidden = true;
    // The server says the same for every link, and so does this page.
    show(
      'No recovery of this link is running',
      'If one was running, it is stopped. If you did not ask for it, change your password now: somebody may know it.',
    );
    title.focus();
  } catch (reason) {
    error.textContent = describe(reason instanceof SessionError ? reason.code : 'unreachable');
  } finally {
    submit.ariaDisabled = null;
  }
}

function show(heading: string, sentence: string): void {
  title.textContent = heading;
  text.textContent = sentence;
}

function describe(code: string): string {
  if (code === 'too_many_attempts') return 'Too many attempts. Try again in a minute.';
  return code === 'request_invalid'
    ? 'This link is not complete. Copy all of it into the address bar.'
    : 'The server cannot be reached. Try again in a moment.';
}
