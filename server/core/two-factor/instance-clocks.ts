/**
 * How many milliseconds the clocks of two instances may differ before the clock watch reports it: half a time step. Above it
 * right codes begin to fail on one instance, and spent codes may be live on another.
 */
export const instanceClockToleranceMs = 15_000;

/**
 * What was made further ahead than this was made by a clock that was wrong, and would live until that time. An hour, since a clock that is set
 * back by less must not sign everybody out.
 */
export const wrongClockMs = 60 * 60 * 1000;
