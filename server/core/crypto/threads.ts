import { Worker } from 'node:worker_threads';

/** The answer of a thread to a job. */
export type ThreadAnswer<Result> = { result: Result } | { error: unknown };

interface Thread {
  worker: Worker;
  /** Settles the running job; null while the thread is idle. */
  settle: ((answer: ThreadAnswer<unknown>) => void) | null;
}

/**
 * A pool of threads that run one job at a time each. A thread starts when a job finds none idle, stays for later jobs, and does not keep
 * the process alive while it is idle. The caller limits how many jobs, and so threads, run at the same time.
 *
 * Node's own pool does not suit long jobs, since files and DNS wait for it, too. A package such as piscina would be one more that every
 * adopter of the server part installs.
 */
export class Threads {
  readonly #file: URL;
  readonly #idle: Thread[] = [];

  /** @param file a JavaScript file that answers each message with one `ThreadAnswer` */
  constructor(file: URL) {
    this.#file = file;
  }

  /** @throws {unknown} what the job throws, or an Error when its thread ends */
  async run<Result>(job: unknown): Promise<Result> {
    const thread = this.#idle.pop() ?? this.#start();
    thread.worker.ref();
    const answer = await new Promise<ThreadAnswer<unknown>>((resolve) => {
      thread.worker.postMessage(job);
      thread.settle = resolve;
    });
    if ('error' in answer) throw answer.error;
    return answer.result as Result;
  }

  #start(): Thread {
    // Do not inherit the loaders and inspectors of the process.
    const worker = new Worker(this.#file, { execArgv: [] });
    const thread: Thread = { worker, settle: null };
    const settle = (answer: ThreadAnswer<unknown>): void => {
      thread.settle?.(answer);
      thread.settle = null;
    };
    worker.on('message', (answer: ThreadAnswer<unknown>) => {
      worker.unref();
      this.#idle.push(thread);
      settle(answer);
    });
    worker.on('error', (error) => settle({ error }));
    worker.on('exit', () => {
      settle({ error: new Error('a thread has ended during its job') });
      const place = this.#idle.indexOf(thread);
      if (place !== -1) this.#idle.splice(place, 1);
    });
    return thread;
  }
}
