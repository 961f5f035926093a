import { StoreBusyError } from './busy.js';

interface Waiting {
  resolve: () => void;
  /** Null for work that has to be done in any case. */
  reject: ((error: Error) => void) | null;
}

/** Lets one holder in at a time, in the order in which they came. */
export class Mutex {
  #held = false;
  #waiting: Waiting[] = [];

  /** @throws {StoreBusyError} when it is still held after these milliseconds */
  async acquire(patience: number): Promise<void> {
    if (this.#held) await this.#wait(patience);
    this.#held = true;
  }

  /** For work that has to be done in any case. */
  async acquireWithoutLimit(): Promise<void> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push({ resolve, reject: null }));
    this.#held = true;
  }

  /** Hands over to the next in line, so that no newcomer gets in between. */
  release(): void {
    const next = this.#waiting.shift();
    if (next) next.resolve();
    else this.#held = false;
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
