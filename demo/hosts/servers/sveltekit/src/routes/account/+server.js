import { problemResponse } from 'harmony-2fa/fetch';
import { twoFactor } from '$lib/server/two-factor.js';
import { findAccount } from '../../../../shared/accounts.mjs';

export async function GET({ request }) {
  const { signIn } = await twoFactor();
  try {
    const { accountId } = await signIn.requireFull(request);
    const { name } = await findAccount(accountId);
    return Response.json({ name });
  } catch (error) {
    return problemResponse(error);
  }
}
