import { twoFactor } from '$lib/server/two-factor.js';
import { accountOf } from '../../../../shared/accounts.mjs';

export async function POST({ request }) {
  const id = await accountOf(await request.json());
  if (id === null) return new Response(null, { status: 401 });
  const { signIn } = await twoFactor();
  const { next, headers } = await signIn.begin(request, id);
  return Response.json({ next }, { headers });
}
