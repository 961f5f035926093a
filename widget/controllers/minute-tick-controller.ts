import type { ReactiveControllerHost } from 'lit';

const minute = 60_000;

/** Renders the host again each minute, so that “5 minutes ago” stays true. */
export function rerenderEachMinute(host: ReactiveControllerHost): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  host.addController({
    hostConnected: () => (timer = setInterval(() => host.requestUpdate(), minute)),
    hostDisconnected: () => clearInterval(timer),
  });
}
