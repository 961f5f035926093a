/** `harmony-2fa/client`: what a host needs to bring its own back end. */
export { ClientError, type Failure, type FailureCode } from './client-error.js';
export { createHttpClient, type HttpClientOptions } from './http-client.js';
export type { TwoFactorClient } from './two-factor-client.js';
