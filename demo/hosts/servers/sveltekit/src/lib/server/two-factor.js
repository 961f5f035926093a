import { cookieSignIn, fetchHandler } from 'harmony-2fa/fetch';
import { createTwoFactor, openStore, parseKeyRing } from 'harmony-2fa/server';
import { checkPassword, findAccount } from '../../../../shared/accounts.mjs';

let opened;

/** Opens the store at the first request, and not in `vite build`, which loads the routes too. */
export const twoFactor = () => (opened ??= open().catch(again));

async function open() {
  const keys = parseKeyRing(process.env.HARMONY_2FA_KEYS);
  const store = await openStore(process.env.DATABASE_URL);
  const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme' });
  const origin = process.env.ORIGIN ?? 'http://localhost:3000';
  // Over https the cookie is `Secure` and `__Host-`.
  const secure = origin.startsWith('https:');
  const signIn = cookieSignIn({ twoFactor, store, findAccount, checkPassword, secure });
  return { signIn, handle: fetchHandler(twoFactor, { host: signIn.host, origins: [origin] }) };
}

/** When the database was out of reach, the next request tries again. */
function again(error) {
  opened = undefined;
  throw error;
}
