import { withStepUp } from '../../widget/client/index.js';
import { goToSignIn } from './page.js';

const stepUp = document.querySelector('harmony-2fa-step-up')!;
stepUp.addEventListener('harmony-2fa-signed-out', goToSignIn);

/** A `fetch` for calls that want a recent proof: it asks for the proof, and repeats the call. */
export const guardedFetch = withStepUp(fetch, stepUp);
