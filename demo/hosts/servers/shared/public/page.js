const form = document.querySelector('#sign-in');
const screen = document.querySelector('#screen');
const refusal = form.querySelector('[role=alert]');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await post('/sign-in', Object.fromEntries(new FormData(form)));
  if (answer.ok) return show((await answer.json()).next);
  refusal.textContent = answer.status === 401 ? 'The email or the password is wrong.' : 'Something went wrong.';
});

// The event bubbles, so one listener on the document is enough.
document.addEventListener('harmony-2fa-verified', () => show('full'));

/** @param next what the server says of the sign-in: `full` or `challenge`; `password` shows the form */
async function show(next) {
  form.hidden = next !== 'password';
  form.reset();
  refusal.textContent = '';
  const template = document.querySelector(`template#${next}`);
  screen.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  if (next !== 'full') return;
  screen.querySelector('button').addEventListener('click', async () => {
    await post('/sign-out');
    await show('password');
  });
  // The server answers this after the second factor only.
  const account = await (await fetch('/account')).json();
  screen.querySelector('output').textContent = account.name;
}

function post(path, body = {}) {
  return fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
