/** Everything secret that the kit has seen or made. No report and no line of output holds any of it. */
export class Secrets {
  readonly #texts = new Set<string>();
  readonly #codes = new Set<string>();

  /** Texts of less than six characters are no secret: they would hide half of every report. */
  add(...values: readonly string[]): void {
    for (const value of values) {
      if (/^\d{6,8}$/.test(value)) this.#codes.add(value);
      else if (value.length >= 6) this.#texts.add(value);
    }
  }

  /** The text with every secret replaced. */
  redact(text: string): string {
    if (text === '') return text;
    let redacted = text;
    // The longest first: a Key URI holds the secret.
    for (const secret of [...this.#texts].sort((a, b) => b.length - a.length)) {
      if (redacted.includes(secret)) redacted = redacted.replaceAll(secret, '<secret>');
    }
    return redacted.replaceAll(/\d+/g, (digits) => (this.#codes.has(digits) ? '<code>' : digits));
  }

  /** Every secret, to search for it. */
  all(): string[] {
    return [...this.#texts, ...this.#codes];
  }
}
