import { accountOf } from '../../../shared/accounts.mjs';
import { twoFactor } from '../../two-factor.mjs';

export async function POST(request) {
  // No form has this type, so none of another site can sign a browser in to an account of that site.
  if (request.headers.get('content-type') !== 'application/json') return new Response(null, { status: 415 });
  const id = await accountOf(await request.json());
  if (id === null) return new Response(null, { status: 401 });
  const { signIn } = await twoFactor();
  const { next, headers } = await signIn.begin(request, id);
  return Response.json({ next }, { headers });
}
