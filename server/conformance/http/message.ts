/** A request as it is sent. */
export interface Sent {
  readonly method: string;
  /** The whole address. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** An answer as it came, with the request that it belongs to. */
export interface Answer {
  readonly sent: Sent;
  readonly status: number;
  /** By lower-case name. Several fields of one name are joined by a comma, `set-cookie` excepted. */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly text: string;
  /** The members of the body. Empty where the body is no JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The code of a problem, or an empty text. */
export function codeOf(answer: Answer): string {
  return typeof answer.body['code'] === 'string' ? answer.body['code'] : '';
}

export function isAccepted({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

export function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
