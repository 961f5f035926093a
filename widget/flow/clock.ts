let time = Date.now();
let wall = time;
let steady = performance.now();

/**
 * Milliseconds for waits. It never runs backwards when a person sets the clock back, and goes on while a machine sleeps: of
 * the two clocks of a browser, the one that has moved further counts.
 */
export function now(): number {
  const [nextWall, nextSteady] = [Date.now(), performance.now()];
  time += Math.max(nextWall - wall, nextSteady - steady);
  wall = nextWall;
  steady = nextSteady;
  return time;
}
