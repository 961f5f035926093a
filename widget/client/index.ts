/** `harmony-2fa/client`: the types and errors for a back end of the page's own, and a `fetch` that asks for a proof. */
export { ClientError, type Failure, type FailureCode } from './client-error.js';
export { createHttpClient, type HttpClientOptions } from './http-client.js';
export { withStepUp, type ProofRequest, type StepUp } from './step-up.js';
export type { AuthenticatorReference, Change, CompleteClient, TwoFactorClient } from './two-factor-client.js';
