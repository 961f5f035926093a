import type { ReactiveControllerHost } from 'lit';

export interface FocusHost extends ReactiveControllerHost, Element {
  readonly renderRoot: ParentNode;
}

/**
 * Moves the focus to the heading when an update has removed the control that had it: browsers move it to the body of the page then, far from
 * where the person was. A focus elsewhere on the page stays there.
 */
export function keepFocus(host: FocusHost): void {
  let inside = false;
  const check = (): void => {
    const { activeElement, body } = host.ownerDocument;
    // A page's own field, without a slot, has the focus until the next frame, but no place on the screen.
    const isLost = activeElement === body || !activeElement?.getClientRects().length;
    if (inside && isLost) host.renderRoot.querySelector<HTMLElement>('#heading')?.focus();
  };
  host.addController({
    hostUpdate: () => (inside = host.matches(':focus-within')),
    // Dialogs and fields move the focus in the update, to a better place.
    hostUpdated: () => queueMicrotask(check),
  });
}
