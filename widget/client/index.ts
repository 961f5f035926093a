/** `harmony-2fa/client`: the types and errors for a back end of the page's own. */
export { ClientError, type Failure, type FailureCode } from './client-error.js';
export { createHttpClient, type HttpClientOptions } from './http-client.js';
export type { AuthenticatorReference, Change, CompleteClient, TwoFactorClient } from './two-factor-client.js';
