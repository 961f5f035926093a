/**
 * Runs a checkpoint for each message. It answers when the WAL is long and only the connection that writes can let it restart.
 *
 * This file is JavaScript because Node starts a thread from the file as it is, without the loader that compiles TypeScript
 * for the main thread.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

/** @type {import('./checkpoints.js').CheckpointThreadData} */
const { path, longWalPages } = workerData;
const database = new Sqlite(path);
database.pragma('synchronous = FULL');
/** @type {Sqlite.Statement<[], { log: number }>} */
const checkpoint = database.prepare('pragma wal_checkpoint(passive)');

parentPort?.on('message', () => {
  if ((checkpoint.get()?.log ?? 0) < longWalPages) return;
  // A second run moves what was written during the first, so that little work is left for the main thread.
  checkpoint.get();
  parentPort?.postMessage('long');
});
