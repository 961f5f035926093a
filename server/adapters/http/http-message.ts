import type { ClientInfo } from '../../core/audit/events.js';
import type { JsonObject } from './json-body.js';

/** A request of the contract, as every HTTP server can state it. */
export interface HttpRequest {
  /** In upper case. */
  method: string;
  /** The path below the place where the contract is mounted, without the query: `/challenge`. */
  path: string;
  /** The value of a header. @param name in lower case */
  header(name: string): string | undefined;
  /** Runs code of the app, such as its reading of a proxy's header, and may throw. */
  client(): ClientInfo;
  /** Reads the JSON object of the body; undefined without a body. Called once at most. @throws {TwoFactorError} */
  readBody(): Promise<JsonObject | undefined>;
}

/** The answer to a request of the contract. Adapters send it unchanged. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  /** Null for an answer without a body. */
  body: string | null;
}
