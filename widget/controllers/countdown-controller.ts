import type { ReactiveControllerHost } from 'lit';
import { now } from '../flow/clock.js';

/**
 * Re-renders the host every second while `until` returns a time. For display only: the server enforces the wait, and the
 * flow's own timer ends it.
 */
export function addCountdown(host: ReactiveControllerHost, until: () => number | null): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  host.addController({
    hostUpdated() {
      if (until() === null) stop();
      else timer ??= setInterval(() => host.requestUpdate(), 1000);
    },
    hostDisconnected: stop,
  });
}

/** The remaining wait as a clock shows it: `4:09`, `1:00:00`. */
export function clockText(until: number, at = now()): string {
  const seconds = Math.max(0, Math.ceil((until - at) / 1000));
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  const text = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
  return text.replace(/^(00:)?0?/, '');
}
