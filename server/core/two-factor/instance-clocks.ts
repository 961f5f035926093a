/**
 * How many milliseconds the clocks of two instances may differ before the clock watch reports it: half a time step. Above it
 * right codes begin to fail on one instance, and spent codes may be live on another.
 */
export const instanceClockToleranceMs = 15_000;
