import 'harmony-2fa/define';
import { useState } from 'react';

export default function Acme() {
  // What the server says of the sign-in: `full` or `challenge`; `password` shows the form.
  const [next, setNext] = useState('password');
  const [name, setName] = useState('');
  const [refusal, setRefusal] = useState('');

  async function signIn(event) {
    event.preventDefault();
    const answer = await post('/sign-in', Object.fromEntries(new FormData(event.target)));
    setRefusal(answer.ok ? '' : 'The email or the password is wrong.');
    if (!answer.ok) return;
    const step = (await answer.json()).next;
    if (step === 'full') await showAccount();
    else setNext(step);
  }

  async function showAccount() {
    // The server answers this after the second factor only.
    setName((await (await fetch('/account')).json()).name);
    setNext('full');
  }

  async function signOut() {
    await post('/sign-out');
    setNext('password');
  }

  if (next === 'challenge') {
    return <harmony-2fa-challenge endpoint="/api/2fa" onharmony-2fa-verified={showAccount} />;
  }
  if (next === 'full') {
    return (
      <>
        <p className="account">
          <span>Signed in as {name}</span> <button onClick={signOut}>Sign out</button>
        </p>
        <harmony-2fa-setup endpoint="/api/2fa" product="Acme" />
      </>
    );
  }
  return (
    <form onSubmit={signIn}>
      <label>
        Email <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <p role="alert">{refusal}</p>
      <button>Sign in</button>
    </form>
  );
}

function post(path, body = {}) {
  return fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
