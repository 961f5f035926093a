import { twoFactor } from '../../../../two-factor.mjs';

export const GET = async (request) => (await twoFactor()).handle(request);
export { GET as POST, GET as PATCH, GET as DELETE };
