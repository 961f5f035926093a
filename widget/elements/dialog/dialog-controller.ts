import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What the controller reads of what a dialog shows. */
interface Shown {
  readonly heading: string;
  /** An answer is awaited: nobody can leave. */
  readonly busy: boolean;
}

export interface DialogHost extends ReactiveControllerHost, EventTarget {
  readonly renderRoot: ParentNode;
  readonly localize: { readonly current: { readonly locale: string } };
}

/**
 * Opens and closes one native modal dialog after what its host wants shown.
 *
 * Owns: `showModal` and `close`, being modal only while it is rendered, where the focus goes, and what Escape means. Does not own the content. A dialog never
 * closes by itself: a person asks to leave, and the flow decides.
 */
export class DialogController implements ReactiveController {
  private opener: Element | null = null;
  private clicked: Element | null = null;
  /** What had the focus last, inside. */
  private place: HTMLElement | null = null;
  private modal = false;
  private heading: string | null = null;
  private locale = '';
  // Tells of what is no longer, or again, rendered. With a margin: a place that has been scrolled away counts as seen.
  private readonly watcher = new IntersectionObserver(() => this.show(), { rootMargin: '9999px' });

  constructor(
    private readonly host: DialogHost,
    readonly id: string,
    private readonly content: () => Shown | null,
    private readonly leave: () => void,
    /** Shows the dialog below this one. */
    private readonly showBelow: () => void = () => undefined,
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
    if (heading !== null) {
      if (!node.open) this.opener = deepActiveElement() ?? this.clicked;
      this.show();
    } else if (node.open) {
      this.watcher.disconnect();
      this.place = null;
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
    // The browser has taken it from the top layer.
    this.modal = false;
    this.watcher.disconnect();
  }

  /**
   * Modal only while it can be seen: when the page hides what is around it, or moves it, a modal dialog that is not rendered
   * would keep a person from everything else. It stays open then, and is modal again once it is back.
   */
  readonly show = (): void => {
    const { node } = this;
    if (!node?.isConnected || this.content() === null) return;
    this.showBelow();
    if (!node.open) this.modal = false;
    node.open = true;
    const seen = isRendered(node);
    if (this.modal !== seen) {
      this.modal = seen;
      const { place } = this;
      node.close();
      if (seen) node.showModal();
      else node.open = true;
      if (seen) place?.focus();
      // What is observed anew is told of once in any case: nothing that the page does before the next frame is missed.
      this.watcher.disconnect();
    }
    this.watcher.observe(node);
  };

  readonly focused = (event: Event): void => {
    this.place = event.composedPath()[0] as HTMLElement;
  };

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
    this.show();
    this.requestClose();
  };

  private get node(): HTMLDialogElement | null {
    return this.host.renderRoot.querySelector<HTMLDialogElement>(`#${this.id}`);
  }
}

/** Where the browser cannot say so it counts as rendered: Safari has `checkVisibility` since 17.4. */
function isRendered(node: Partial<Pick<Element, 'checkVisibility'>>): boolean {
  return node.checkVisibility?.({ visibilityProperty: true }) ?? true;
}

/** The focused element across shadow roots, which `document.activeElement` does not look into; null when none is. */
function deepActiveElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body ? null : active;
}
