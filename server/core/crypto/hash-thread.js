/**
 * Runs one hash for each message, and answers with its result or its error.
 *
 * This file is JavaScript because Node starts a thread from the file as it is, without the loader that compiles TypeScript
 * for the main thread.
 */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashRawSync, hashSync, verifySync } from '@node-rs/argon2';

/** A third of the time where a core is wanted by both. Much less, and passwords would wait for a server that is busy otherwise. */
const niceness = 5;

// Only on Linux this is the priority of the thread alone. There the main thread answers first where both want the same core.
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
      // A copy: the memory of a Buffer may belong to others, and a message takes all of it.
      return Uint8Array.from(hashRawSync(job.text, { ...job.options, salt: job.salt, outputLen: job.length }));
    case 'hash':
      return hashSync(job.text, job.options);
    case 'verify':
      return verifySync(job.hash, job.text);
  }
}
