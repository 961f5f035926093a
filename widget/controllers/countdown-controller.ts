import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { now } from '../flow/clock.js';

/**
 * Re-renders its host every second while something is being waited for. Courtesy only: the server keeps the wait, and the
 * flow's own timer ends it.
 */
export class CountdownController implements ReactiveController {
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly until: () => number | null,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    const waiting = this.until() !== null;
    if (waiting && this.timer === undefined) this.timer = setInterval(() => this.host.requestUpdate(), 1000);
    else if (!waiting) this.hostDisconnected();
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

/** The rest of a wait as a clock shows it: `4:09`, `1:00:00`. */
export function clockText(until: number, at = now()): string {
  const rest = Math.max(0, Math.ceil((until - at) / 1000));
  const parts =
    rest >= 3600
      ? [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60]
      : [Math.floor(rest / 60), rest % 60];
  return parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
