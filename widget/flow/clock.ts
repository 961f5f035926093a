let time = Date.now();
let wall = time;
let steady = performance.now();

/**
 * Milliseconds for waits. A person may set the wall clock back, and the steady clock may stop while the machine sleeps, so
 * each reading advances by the clock that moved further.
 */
export function now(): number {
  const [nextWall, nextSteady] = [Date.now(), performance.now()];
  time += Math.max(nextWall - wall, nextSteady - steady);
  wall = nextWall;
  steady = nextSteady;
  return time;
}
