import { html, LitElement, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { host } from '../../styles/host.js';
import { tokens } from '../../styles/tokens.js';
import { icon } from '../icons.js';
import { dialogStyles } from './dialog.styles.js';

/**
 * A modal dialog over the native one, which brings focus in, keeps it, and gives it back to the opener. Its title stands in
 * the same tree as the dialog, because a name does not cross a shadow boundary. It never closes by itself: a person asks
 * (Escape, the close button) and the owner decides.
 *
 * @summary A modal dialog.
 * @tag harmony-2fa-dialog
 *
 * @slot - The body, which scrolls.
 * @slot footer - What stays in view below it.
 *
 * @event {Event} close-request - A person wants to leave.
 *
 * @csspart dialog - The dialog.
 * @csspart header - Title and close button.
 * @csspart title - The title.
 * @csspart close - The close button.
 * @csspart body - The scrolling part.
 * @csspart footer - The part that stays in view.
 *
 * @cssproperty --harmony-2fa-raised - Ground.
 * @cssproperty --harmony-2fa-ink - Text.
 * @cssproperty --harmony-2fa-muted - The close button.
 * @cssproperty --harmony-2fa-subtle - Ground of the close button under the pointer.
 * @cssproperty --harmony-2fa-hairline - Borders.
 * @cssproperty --harmony-2fa-focus - The focus ring.
 * @cssproperty --harmony-2fa-radius - Corners, here one and a half times as round.
 * @cssproperty --harmony-2fa-shadow - The shadow.
 */
export class DialogElement extends LitElement {
  static override readonly styles = [tokens, host, dialogStyles];

  private readonly localize = new LocalizeController(this);
  private opener: Element | null = null;

  /** Whether it is shown. */
  @property({ type: Boolean }) open = false;

  /** The title. */
  @property() heading = '';

  /** `small` 440 px, `large` 560 px and the whole screen on phones. */
  @property() size: 'small' | 'large' = 'small';

  /** An answer is awaited: nobody can leave. */
  @property({ type: Boolean }) busy = false;

  /** Asks before something is lost: its text belongs to its name's announcement. */
  @property({ type: Boolean }) alert = false;

  /** Texts that replace the language's own. */
  @property({ attribute: false }) strings?: StringOverrides;

  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('h2') private readonly titleNode!: HTMLElement;

  override updated(changed: PropertyValues): void {
    if (changed.has('open')) this.follow();
    // A dialog that has become another one is announced like one that has opened.
    else if (changed.has('heading') && this.open) this.titleNode.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.dialog?.close();
  }

  private follow(): void {
    if (this.open && !this.dialog.open) {
      this.opener = deepActiveElement();
      this.dialog.showModal();
      this.titleNode.focus();
    } else if (!this.open && this.dialog.open) {
      this.dialog.close();
      // Native return of focus fails when the opener sits in another shadow tree; a second call does no harm.
      if (this.opener?.isConnected) (this.opener as HTMLElement).focus();
      this.opener = null;
    }
  }

  private cancel(event: Event): void {
    event.preventDefault();
    this.requestClose();
  }

  /** Chrome closes on a second Escape whatever `cancel` says; remove when it no longer does (crbug.com/1511166). */
  private reopen(): void {
    if (!this.open || this.dialog.open) return;
    this.dialog.showModal();
    this.requestClose();
  }

  private requestClose(): void {
    if (!this.busy) this.dispatchEvent(new Event('close-request'));
  }

  override render() {
    const { strings } = this.localize.current;
    return html`
      <dialog
        class=${this.size === 'large' ? 'large' : 'small'}
        part="dialog"
        role=${this.alert ? 'alertdialog' : 'dialog'}
        aria-modal="true"
        aria-labelledby="title"
        @cancel=${this.cancel}
        @close=${this.reopen}
      >
        <header part="header">
          <h2 id="title" part="title" tabindex="-1">${this.heading}</h2>
          <button
            class="close"
            part="close"
            type="button"
            aria-label=${strings.close}
            ?disabled=${this.busy}
            @click=${this.requestClose}
          >
            ${icon('close')}
          </button>
        </header>
        <div class="body" part="body"><slot></slot></div>
        <footer part="footer"><slot name="footer"></slot></footer>
      </dialog>
    `;
  }
}

/** The focused element across shadow roots: `document.activeElement` sees only the outermost host. */
function deepActiveElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-dialog': DialogElement;
  }
}
