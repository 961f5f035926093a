// Register before the first render: React sets properties on defined elements and attributes on others.
import 'harmony-2fa/define';
import type { EnabledEvent, VerifiedEvent } from 'harmony-2fa';
import type {} from 'harmony-2fa/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { backEnd } from '../back-end.js';

// Outside of the component, so that each render passes the same object.
const setupStrings = { heading: 'Two steps to sign in' };
const challengeStrings = { challengeTitle: 'One more step' };

function App() {
  const [setup, showSetup] = useState(false);
  const [challenge, showChallenge] = useState(false);
  const [news, tell] = useState('');

  const enabled = ({ status }: EnabledEvent) => tell(`2FA is on: ${status.enabled}`);
  const verified = ({ method }: VerifiedEvent) => {
    tell(`Signed in by ${method}`);
    showChallenge(false);
  };
  const signIn = () => {
    backEnd.passFirstFactor();
    showChallenge(!challenge);
  };

  return (
    <main>
      <h1>React</h1>
      <button onClick={() => showSetup(!setup)}>{setup ? 'Hide' : 'Show'} preferences</button>
      <button onClick={signIn}>{challenge ? 'Hide' : 'Show'} sign-in</button>
      <output>{news}</output>
      {setup && (
        <harmony-2fa-setup product="Acme" client={backEnd} strings={setupStrings} onharmony-2fa-enabled={enabled} />
      )}
      {challenge && (
        <harmony-2fa-challenge client={backEnd} strings={challengeStrings} onharmony-2fa-verified={verified} />
      )}
    </main>
  );
}

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
