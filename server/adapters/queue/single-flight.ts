/** A job that runs once at a time. */
export interface SingleFlight {
  /** Runs the job, or runs it once more after the run that is under way. Returns at once. */
  wake(): void;
  /** Whether it runs. */
  readonly running: Promise<void> | null;
  /** It does not run again. */
  stop(): void;
}

/** @param onError called when a run has failed; the next call of `wake` runs the job again */
export function singleFlight(job: () => Promise<void>, onError: (error: unknown) => void): SingleFlight {
  let running: Promise<void> | null = null;
  let woken = false;
  let stopped = false;

  async function run(): Promise<void> {
    // A job that returns at once would otherwise be over before `running` is set, which then stays set for ever.
    await Promise.resolve();
    try {
      while (woken && !stopped) {
        woken = false;
        await job();
      }
    } catch (error) {
      onError(error);
    } finally {
      running = null;
    }
  }

  return {
    wake() {
      if (stopped) return;
      woken = true;
      running ??= run();
    },
    get running() {
      return running;
    },
    stop: () => void (stopped = true),
  };
}
