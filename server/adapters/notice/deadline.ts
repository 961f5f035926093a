/** Rejects when this takes longer. What was begun goes on, and nobody hears of it. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = deadline(milliseconds);
  // A call that hangs must not delay the end of the process.
  late.timer.unref();
  try {
    return await Promise.race([
      work,
      late.passed.then(() => {
        throw new Error(`nothing came of it within ${milliseconds} ms`);
      }),
    ]);
  } finally {
    clearTimeout(late.timer);
  }
}

/** Waits for this, but not longer. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const late = deadline(milliseconds);
  await Promise.race([work, late.passed]);
  clearTimeout(late.timer);
}

function deadline(milliseconds: number): { timer: NodeJS.Timeout; passed: Promise<void> } {
  let pass!: () => void;
  const passed = new Promise<void>((resolve) => (pass = resolve));
  return { timer: setTimeout(pass, milliseconds), passed };
}
