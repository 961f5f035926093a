import { StoreBusyError } from '../busy.js';

interface Waiting {
  resolve: () => void;
  /** Null for a caller without a timeout, which is never rejected. */
  reject: ((error: Error) => void) | null;
}

/** A fair mutex: callers get it in the order in which they asked. */
export class Mutex {
  #held = false;
  #waiting: Waiting[] = [];

  /** @throws {StoreBusyError} after this many milliseconds */
  async acquire(timeoutMs: number): Promise<void> {
    if (this.#held) await this.#wait(timeoutMs);
    this.#held = true;
  }

  /** For commits and for closing, which must always happen. */
  async acquireWithoutTimeout(): Promise<void> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push({ resolve, reject: null }));
    this.#held = true;
  }

  /** Passes the mutex to the next in the queue while it stays held, so that a newcomer cannot overtake. */
  release(): void {
    const next = this.#waiting.shift();
    if (next) next.resolve();
    else this.#held = false;
  }

  rejectWaiting(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ reject }) => reject === null);
    for (const { reject } of waiting) reject?.(error);
  }

  #wait(timeoutMs: number): Promise<void> {
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
          new StoreBusyError(`other transactions of this process have kept a transaction waiting for ${timeoutMs} ms`),
        );
      }, timeoutMs);
      this.#waiting.push(entry);
    });
  }
}
