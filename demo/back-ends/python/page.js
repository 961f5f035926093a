const part = document.querySelector('#part');

/** Templates, because an element asks the server as soon as it is in the page. */
function show(id) {
  part.replaceChildren(document.getElementById(id).content.cloneNode(true));
}

const call = (method, body) =>
  fetch('/session', { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** A session that is signed in reads its status; one that is half signed in reads its challenge. */
async function showSession() {
  if ((await fetch('/api/2fa/status')).ok) show('preferences');
  else show((await fetch('/api/2fa/challenge')).ok ? 'challenge' : 'sign-in');
}

part.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await call('POST', Object.fromEntries(new FormData(event.target)));
  if (answer.ok) await showSession();
  else part.querySelector('[role=alert]').textContent = 'Email or password is not right.';
});

part.addEventListener('click', async ({ target }) => {
  if (target.id !== 'sign-out') return;
  await call('DELETE');
  show('sign-in');
});

part.addEventListener('harmony-2fa-verified', showSession);
part.addEventListener('harmony-2fa-signed-out', () => show('sign-in'));

await showSession();
