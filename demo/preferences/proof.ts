import { withStepUp } from '../../widget/client/index.js';
import { goToSignIn } from './page.js';

const stepUp = document.querySelector('harmony-2fa-step-up')!;
stepUp.addEventListener('harmony-2fa-signed-out', goToSignIn);

/** A `fetch` for calls that want a recent proof: it asks for the proof, and repeats the call. */
export const guardedFetch = withStepUp(fetch, { prove: withPhone });

/** The demo phone works only inside of an open dialog, so it goes along while a proof is asked for. */
async function withPhone(...request: Parameters<typeof stepUp.prove>): Promise<boolean> {
  const phone = document.querySelector('harmony-demo-phone')!;
  const place = phone.parentElement!;
  stepUp.append(phone);
  try {
    return await stepUp.prove(...request);
  } finally {
    place.append(phone);
  }
}
