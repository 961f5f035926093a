/**
 * Makes a checkpoint for each message, and answers if only the other thread can let the log begin anew. In JavaScript, since a
 * thread begins with a file as it is, whatever turns TypeScript into something else for the thread before it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

/** @type {import('./checkpoints.js').CheckpointThreadData} */
const { path, longLog } = workerData;
const database = new Sqlite(path);
database.pragma('synchronous = FULL');
/** @type {Sqlite.Statement<[], { log: number }>} */
const checkpoint = database.prepare('pragma wal_checkpoint(passive)');

parentPort?.on('message', () => {
  if ((checkpoint.get()?.log ?? 0) < longLog) return;
  // What was written during the first is less: so little is left to the other thread.
  checkpoint.get();
  parentPort?.postMessage('long');
});
