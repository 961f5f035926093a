import type { ReactiveControllerHost } from 'lit';

export interface DialogHost extends ReactiveControllerHost {
  readonly renderRoot: ParentNode;
}

/** What the controller needs to know about the content of a dialog. */
interface Content {
  /** Changes when the dialog shows another content; a translation of the same content keeps it. */
  readonly title: string;
  /** An answer is awaited: the dialog cannot be left. */
  readonly busy?: boolean;
}

/** A native modal dialog. `dialogFrame` renders it and binds these listeners. */
export interface Dialog {
  readonly id: string;
  /** Makes the dialog modal while it is rendered. */
  show(): void;
  requestClose(): void;
  cancel(event: Event): void;
  close(): void;
  focusin(event: Event): void;
}

/**
 * Opens and closes one native modal dialog: calls `showModal` and `close`, moves the focus and handles Escape. The dialog never
 * closes by itself: the person asks to leave, and the flow decides.
 *
 * @param content null while the dialog is closed
 * @param leave called when the person asks to leave
 * @param clicked the button that was clicked last
 * @param showBelow shows the dialog below this one
 */
export function addDialog(
  host: DialogHost,
  id: string,
  content: () => Content | null,
  leave: () => void,
  clicked: () => Element | null,
  showBelow?: () => void,
): Dialog {
  let opener: Element | null = null;
  /** The element inside that last had the focus. */
  let focused: HTMLElement | null = null;
  let modal = false;
  let title: string | null = null;
  // Reports when the dialog is rendered or no longer rendered. With a margin, since a scrolled dialog is still rendered.
  const observer = new IntersectionObserver(() => show(), { rootMargin: '9999px' });
  const find = () => host.renderRoot.querySelector<HTMLDialogElement>(`#${id}`);

  host.addController({ hostUpdated, hostDisconnected });
  return {
    id,
    show,
    requestClose,
    cancel(event) {
      event.preventDefault();
      requestClose();
    },
    // Chrome closes on a second Escape even when `cancel` is prevented; to be removed when it no longer does.
    close() {
      const dialog = find();
      if (!dialog?.isConnected || dialog.open || !content()) return;
      show();
      requestClose();
    },
    focusin: (event) => (focused = event.composedPath()[0] as HTMLElement),
  };

  function hostUpdated(): void {
    const dialog = find();
    // The host has not loaded its dialogs yet.
    if (!dialog) return;
    const before = title;
    title = content()?.title ?? null;
    if (title !== null) {
      if (!dialog.open) opener = deepActiveElement() ?? clicked();
      show();
      if (title !== before) dialog.querySelector('h2')?.focus();
    } else if (dialog.open) {
      observer.disconnect();
      focused = null;
      dialog.close();
      // The browser may not return the focus to an opener in a shadow tree.
      if (opener?.isConnected) (opener as HTMLElement).focus();
      opener = null;
    }
  }

  function hostDisconnected(): void {
    // The browser has removed the dialog from the top layer.
    modal = false;
    observer.disconnect();
  }

  /**
   * When the page hides or moves the dialog, a modal dialog would keep a person from the rest of the page. So the dialog is modal
   * only while it is rendered; meanwhile it stays open.
   */
  function show(): void {
    const dialog = find();
    if (!dialog?.isConnected || !content()) return;
    showBelow?.();
    if (!dialog.open) modal = false;
    dialog.open = true;
    const rendered = isRendered(dialog);
    if (modal !== rendered) {
      modal = rendered;
      const place = focused;
      dialog.close();
      if (rendered) {
        dialog.showModal();
        place?.focus();
      } else dialog.open = true;
      // A new observation reports at once, so no change before the next frame is missed.
      observer.disconnect();
    }
    observer.observe(dialog);
  }

  function requestClose(): void {
    if (!content()?.busy) leave();
  }
}

/** Safari has `checkVisibility` since 17.4. */
function isRendered(element: Partial<Pick<Element, 'checkVisibility'>>): boolean {
  return element.checkVisibility?.({ visibilityProperty: true }) ?? true;
}

/** The focused element, also inside shadow roots; null when none has the focus. */
function deepActiveElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body ? null : active;
}
