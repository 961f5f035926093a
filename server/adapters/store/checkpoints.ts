import { Worker } from 'node:worker_threads';
import type Sqlite from 'better-sqlite3';

export interface CheckpointThreadData {
  path: string;
  /** In pages; from here on the log is to begin anew. */
  longLog: number;
}

/** About as many as fill what SQLite takes for one checkpoint. */
const writesBetween = 400;
const longLog = 4000;
/** In pages; SQLite's own limit for the connection that writes, should the thread not keep up. */
const tooLongLog = 16_000;
/** In pages; SQLite's own limit if nobody sets another. */
const usualLog = 1000;

/**
 * Checkpoints on a thread of their own. SQLite makes them within the commit that filled its log, and there everybody waits: for a
 * page of nearly every account that has answered, each at another place of the file, and for the disk to have them all.
 *
 * A log begins anew only when all of it has been moved and then something is written. Under constant load another thread is
 * never done with all of it, so the connection that writes moves the last pages itself, once the log is long.
 */
export class Checkpoints {
  #thread: Worker | null = null;
  #writes = 0;
  #ended = false;

  /** @param writer the connection that writes */
  constructor(private readonly writer: Sqlite.Database) {
    writer.pragma(`wal_autocheckpoint = ${tooLongLog}`);
  }

  /** To be told of each commit. Few of them need no thread. */
  committed(writes: number): void {
    this.#writes += writes;
    if (this.#ended || this.#writes < writesBetween) return;
    this.#writes = 0;
    this.#thread ??= this.#start();
    this.#thread?.postMessage('checkpoint');
  }

  /** Has ended with its connection when this resolves. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#thread?.terminate();
  }

  /** Where it cannot be started, or ends, checkpoints are made as SQLite makes them: a slower server is still one. */
  #start(): Worker | null {
    const file = new URL('./checkpoint-thread.js', import.meta.url);
    const workerData: CheckpointThreadData = { path: this.writer.name, longLog };
    try {
      const thread = new Worker(file, { workerData });
      thread.on('message', () => this.#moveTheRest());
      thread.on('error', (error) => this.#giveUp(error));
      // Last: to listen makes the process wait for it again.
      thread.unref();
      return thread;
    } catch (error) {
      this.#giveUp(error);
      return null;
    }
  }

  #moveTheRest(): void {
    if (this.#ended || this.writer.inTransaction) return;
    try {
      this.writer.pragma('wal_checkpoint(passive)');
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #giveUp(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.writer.pragma(`wal_autocheckpoint = ${usualLog}`);
    process.emitWarning(`checkpoints of the SQLite file hold up answers from now on: ${String(error)}`);
  }
}
