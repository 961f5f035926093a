/** `harmony-2fa/protocol`: the HTTP contract as plain TypeScript, for other back ends and clients. */
export { endpoints, optionalOperations, type Endpoint, type Operation } from './endpoints.js';
export {
  errorStatus,
  isErrorCode,
  type CodedError,
  type DetailsOf,
  type ErrorCode,
  type ErrorDetails,
  type Problem,
} from './error-codes.js';
export { isKeyUri } from './key-uri.js';
export { maxAuthenticators as mostAuthenticators } from './limits.js';
export type * from './messages.js';
export * from './read-message.js';
