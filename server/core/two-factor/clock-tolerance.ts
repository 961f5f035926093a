/**
 * By how many milliseconds the clocks of two instances may differ before the clock watch complains: half a time step. From here
 * on right codes begin to fail, and spent ones could be live elsewhere.
 */
export const clockTolerance = 15_000;
