import type { ReactiveControllerHost } from 'lit';

export interface FocusHost extends ReactiveControllerHost, Element {
  readonly renderRoot: ParentNode;
}

/**
 * Moves the focus to the heading, that of the dialog where one is open, when an update has removed the control that had it: browsers move
 * it to the body of the page then, far from where the person was. A focus elsewhere on the page stays there.
 */
export function keepFocus(host: FocusHost): void {
  const check = (): void => {
    // A page's own field has the focus until the next frame, also when its slot is gone.
    const own = host.querySelector(':focus');
    if (own ? own.getClientRects().length : document.activeElement?.matches('body *')) return;
    [...host.renderRoot.querySelectorAll<HTMLElement>('#heading, dialog[open] h2')].pop()?.focus();
  };
  host.addController({
    hostUpdate() {
      // Dialogs and fields move the focus in the update, to a better place.
      if (host.matches(':focus-within')) void host.updateComplete.then(check);
    },
  });
}
