import { twoFactor } from '$lib/server/two-factor.js';

export const GET = async ({ request }) => (await twoFactor()).handle(request);
export { GET as POST, GET as PATCH, GET as DELETE };
