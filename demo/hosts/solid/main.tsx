import 'harmony-2fa/define';
import type { EnabledEvent, VerifiedEvent } from 'harmony-2fa';
import type {} from 'harmony-2fa/solid';
import { createSignal, Show } from 'solid-js';
import { render } from 'solid-js/web';
import { backEnd } from '../back-end.js';

function App() {
  const [setup, showSetup] = createSignal(false);
  const [challenge, showChallenge] = createSignal(false);
  const [news, tell] = createSignal('');

  const enabled = ({ status }: EnabledEvent) => tell(`2FA is on: ${status.enabled}`);
  const verified = ({ method }: VerifiedEvent) => {
    tell(`Signed in by ${method}`);
    showChallenge(false);
  };
  const signIn = () => {
    backEnd.passFirstFactor();
    showChallenge(!challenge());
  };

  return (
    <main>
      <h1>Solid</h1>
      <button onClick={() => showSetup(!setup())}>{setup() ? 'Hide' : 'Show'} preferences</button>
      <button onClick={signIn}>{challenge() ? 'Hide' : 'Show'} sign-in</button>
      <output>{news()}</output>
      <Show when={setup()}>
        <harmony-2fa-setup
          product="Acme"
          client={backEnd}
          strings={{ heading: 'Two steps to sign in' }}
          on:harmony-2fa-enabled={enabled}
        />
      </Show>
      <Show when={challenge()}>
        <harmony-2fa-challenge
          client={backEnd}
          strings={{ challengeTitle: 'One more step' }}
          on:harmony-2fa-verified={verified}
        />
      </Show>
    </main>
  );
}

render(() => <App />, document.querySelector('#app')!);
