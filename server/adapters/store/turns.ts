import { StoreBusyError } from './busy.js';

interface Waiting {
  resolve: () => void;
  /** Null for work that has to be done in any case. */
  reject: ((error: Error) => void) | null;
}

/** One after the other, in the order in which they came. */
export class Turns {
  #taken = false;
  #waiting: Waiting[] = [];

  /** @throws {StoreBusyError} when the turn has not come within these milliseconds */
  async take(patience: number): Promise<void> {
    if (this.#taken) await this.#wait(patience);
    this.#taken = true;
  }

  /** For work that has to be done in any case. */
  async takeWhateverFails(): Promise<void> {
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push({ resolve, reject: null }));
    this.#taken = true;
  }

  /** Hands the turn over, so that nobody can slip in between. */
  give(): void {
    const next = this.#waiting.shift();
    if (next) next.resolve();
    else this.#taken = false;
  }

  refuseWaiting(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ reject }) => reject === null);
    for (const { reject } of waiting) reject?.(error);
  }

  #wait(patience: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const entry: Waiting = {
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
        reject(
          new StoreBusyError(`other transactions of this process have kept a transaction waiting for ${patience} ms`),
        );
      }, patience);
      this.#waiting.push(entry);
    });
  }
}
