/** Rejects after the timeout. The work itself goes on, and its result is ignored. */
export async function withTimeout<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = deadline(milliseconds);
  // A hanging call must not keep the process alive.
  late.timer.unref();
  try {
    return await Promise.race([
      work,
      late.passed.then(() => {
        throw new Error(`no answer within ${milliseconds} ms`);
      }),
    ]);
  } finally {
    clearTimeout(late.timer);
  }
}

/** Waits for the work, but not longer than the timeout. */
export async function waitAtMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const late = deadline(milliseconds);
  await Promise.race([work, late.passed]);
  clearTimeout(late.timer);
}

function deadline(milliseconds: number): { timer: NodeJS.Timeout; passed: Promise<void> } {
  let pass!: () => void;
  const passed = new Promise<void>((resolve) => (pass = resolve));
  return { timer: setTimeout(pass, milliseconds), passed };
}
