import { twoFactor } from '$lib/server/two-factor.js';
import { findAccount } from '../../../../shared/accounts.mjs';

export async function GET({ request }) {
  const { signIn } = await twoFactor();
  const signedIn = await signIn.read(request);
  if (signedIn === null) return new Response(null, { status: 401 });
  const { name } = await findAccount(signedIn.accountId);
  return Response.json({ name });
}
