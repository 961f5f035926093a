import { cookieSignIn, fetchHandler } from 'harmony-2fa/fetch';
import { createTwoFactor, openStore, parseKeyRing } from 'harmony-2fa/server';
import { checkPassword, findAccount } from '../../../../shared/accounts.mjs';

let opened;

/** Opens the store at the first request, and not in `vite build`, which loads the routes too. */
export const twoFactor = () => (opened ??= open());

async function open() {
  const store = await openStore(process.env.DATABASE_URL);
  const keys = parseKeyRing(process.env.HARMONY_2FA_KEYS);
  const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme' });
  // Leave `secure` out where the app runs over https.
  const signIn = cookieSignIn({ twoFactor, store, findAccount, checkPassword, secure: false });
  const origins = [process.env.ORIGIN ?? 'http://localhost:3000'];
  return { signIn, handle: fetchHandler(twoFactor, { host: signIn.host, origins }) };
}
