import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DialogContent } from './dialog-view.js';

export interface DialogHost extends ReactiveControllerHost, EventTarget {
  readonly renderRoot: ParentNode;
  readonly localize: { readonly current: { readonly locale: string } };
}

/**
 * Opens and closes one native modal dialog after what its host wants shown.
 *
 * Owns: `showModal` and `close`, where the focus goes, and what Escape means. Does not own the content. A dialog never
 * closes by itself: a person asks to leave, and the flow decides.
 */
export class DialogController implements ReactiveController {
  private opener: Element | null = null;
  private clicked: Element | null = null;
  private heading: string | null = null;
  private locale = '';

  constructor(
    private readonly host: DialogHost,
    readonly id: string,
    private readonly content: () => DialogContent | null,
    private readonly leave: () => void,
  ) {
    host.addController(this);
    // Safari gives a clicked button no focus, so that the focused element alone would not tell who opened the dialog.
    host.addEventListener('click', (event) => {
      const [target] = event.composedPath();
      this.clicked = target instanceof Element ? target.closest('button') : null;
    });
  }

  hostUpdated(): void {
    const { node } = this;
    // The host has not fetched its dialogs yet.
    if (!node) return;
    const heading = this.content()?.heading ?? null;
    if (heading !== null && !node.open) {
      this.opener = deepActiveElement() ?? this.clicked;
      node.showModal();
    } else if (heading === null && node.open) {
      node.close();
      // The native return of focus can miss an opener in a shadow tree; asking twice does no harm.
      if (this.opener?.isConnected) (this.opener as HTMLElement).focus();
      this.opener = null;
    }
    const { locale } = this.host.localize.current;
    const translated = this.heading !== null && locale !== this.locale;
    // A dialog that has become another one is announced as one that has opened. The same one in another language is not.
    if (heading !== null && heading !== this.heading && !translated) node.querySelector('h2')?.focus();
    this.heading = heading;
    this.locale = locale;
  }

  hostDisconnected(): void {
    this.node?.close();
    this.heading = null;
  }

  readonly cancel = (event: Event): void => {
    event.preventDefault();
    this.requestClose();
  };

  readonly requestClose = (): void => {
    if (!this.content()?.busy) this.leave();
  };

  /** Chrome closes on a second Escape in a row whatever `cancel` says; to be removed when it asks each time. */
  readonly reopen = (): void => {
    const { node } = this;
    if (!node?.isConnected || node.open || this.content() === null) return;
    node.showModal();
    this.requestClose();
  };

  private get node(): HTMLDialogElement | null {
    return this.host.renderRoot.querySelector<HTMLDialogElement>(`#${this.id}`);
  }
}

/** The focused element across shadow roots, which `document.activeElement` does not look into; null when none is. */
function deepActiveElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body ? null : active;
}
