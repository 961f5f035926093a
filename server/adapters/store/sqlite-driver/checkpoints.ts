import { Worker } from 'node:worker_threads';
import type Sqlite from 'better-sqlite3';

export interface CheckpointThreadData {
  path: string;
  /** The size of the WAL, in pages, from which the writer helps to finish a checkpoint. */
  longWalPages: number;
}

/** About as many writes as SQLite puts into one automatic checkpoint. */
const writesPerCheckpoint = 400;
const longWalPages = 4000;
/** SQLite's own limit for the connection that writes: a fallback for a thread that does not keep up. */
const writerCheckpointPages = 16_000;
/** SQLite's default for that limit. */
const defaultCheckpointPages = 1000;

/**
 * Runs checkpoints on a worker thread. By default SQLite runs them inside a commit and blocks all requests while it writes
 * scattered pages to the file.
 *
 * SQLite restarts the WAL only after a complete checkpoint that is followed by a write. Under constant load the thread never
 * completes one, because new pages arrive meanwhile. So the connection that writes finishes the checkpoint once the WAL is
 * long.
 */
export class Checkpoints {
  readonly #writer: Sqlite.Database;
  #thread: Worker | null = null;
  #writes = 0;
  #ended = false;

  /** @param writer the connection that writes */
  constructor(writer: Sqlite.Database) {
    this.#writer = writer;
    writer.pragma(`wal_autocheckpoint = ${writerCheckpointPages}`);
  }

  /** Call it after each commit. The thread starts only after some hundred writes. */
  committed(writes: number): void {
    this.#writes += writes;
    if (this.#ended || this.#writes < writesPerCheckpoint) return;
    this.#writes = 0;
    this.#thread ??= this.#start();
    this.#thread?.postMessage('checkpoint');
  }

  /** Resolves once the thread and its connection have ended. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#thread?.terminate();
  }

  #start(): Worker | null {
    const file = new URL('./checkpoint-thread.js', import.meta.url);
    const workerData: CheckpointThreadData = { path: this.#writer.name, longWalPages };
    try {
      const thread = new Worker(file, { workerData });
      thread.on('message', () => this.#finish());
      thread.on('error', (error) => this.#fallBack(error));
      // After the listeners: a new listener makes the process wait for the thread again.
      thread.unref();
      return thread;
    } catch (error) {
      this.#fallBack(error);
      return null;
    }
  }

  #finish(): void {
    if (this.#ended || this.#writer.inTransaction) return;
    try {
      this.#writer.pragma('wal_checkpoint(passive)');
    } catch (error) {
      this.#fallBack(error);
    }
  }

  /** Without the thread SQLite runs checkpoints itself: the server is slower, and it works. */
  #fallBack(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#writer.pragma(`wal_autocheckpoint = ${defaultCheckpointPages}`);
    process.emitWarning(`checkpoints of the SQLite file delay requests from now on: ${String(error)}`);
  }
}
