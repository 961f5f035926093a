import { twoFactor } from '$lib/server/two-factor.js';

export async function POST({ request }) {
  const { signIn } = await twoFactor();
  return new Response(null, { status: 204, headers: await signIn.end(request) });
}
