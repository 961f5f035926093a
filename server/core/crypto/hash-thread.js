/**
 * Runs one hash for each message, and answers with its result or its error.
 *
 * This file is JavaScript because Node starts a thread from the file as it is, without the loader that compiles TypeScript
 * for the main thread.
 */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashRawSync, hashSync, verifySync } from '@node-rs/argon2';

/** Niceness 5 gives a third of a contended core. A lower priority would starve password checks while the server is busy. */
const niceness = 5;

// The main thread must win a core that both want. Only Linux sets the priority of one thread; elsewhere it is that of the process.
if (process.platform === 'linux') {
  try {
    setPriority(niceness);
  } catch {
    // A sandbox may forbid it. Then the system shares the cores evenly.
  }
}

parentPort?.on('message', (/** @type {import('./argon2.js').HashJob} */ job) => {
  try {
    parentPort?.postMessage({ result: run(job) });
  } catch (error) {
    parentPort?.postMessage({ error });
  }
});

/** @param {import('./argon2.js').HashJob} job */
function run(job) {
  switch (job.what) {
    case 'derive':
      // Copy the hash: a Buffer may be a view on larger memory, and the message would send all of it.
      return Uint8Array.from(hashRawSync(job.text, { ...job.options, salt: job.salt, outputLen: job.length }));
    case 'hash':
      return hashSync(job.text, job.options);
    case 'verify':
      return verifySync(job.hash, job.text);
  }
}
