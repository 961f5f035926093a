/** One after the other, in the order in which they came. */
export class Turns {
  #taken = false;
  #waiting: { resolve: () => void; reject: ((error: unknown) => void) | null }[] = [];

  take(): Promise<void> {
    return this.#wait((resolve, reject) => ({ resolve, reject }));
  }

  /** For work that has to be done in any case. */
  takeWhateverFails(): Promise<void> {
    return this.#wait((resolve) => ({ resolve, reject: null }));
  }

  /** Hands the turn over, so that nobody can slip in between. */
  give(): void {
    const next = this.#waiting.shift();
    if (next) next.resolve();
    else this.#taken = false;
  }

  refuseWaiting(error: unknown): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ reject }) => reject === null);
    for (const { reject } of waiting) reject?.(error);
  }

  async #wait(
    entry: (
      resolve: () => void,
      reject: (error: unknown) => void,
    ) => { resolve: () => void; reject: ((error: unknown) => void) | null },
  ): Promise<void> {
    if (this.#taken) await new Promise<void>((resolve, reject) => this.#waiting.push(entry(resolve, reject)));
    this.#taken = true;
  }
}
