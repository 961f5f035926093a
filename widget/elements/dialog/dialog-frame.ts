import { html, nothing, type TemplateResult } from 'lit';
import type { dialogEnglish } from '../../i18n/en/dialog.js';
import type { dialogsEnglish } from '../../i18n/en/dialogs.js';
import { close, icon } from '../icons.js';
import type { Dialog } from './dialog-controller.js';

/** The content of a dialog. Body and footer are inside the dialog element, where a page's tools expect them. */
export interface DialogContent<Texts = typeof dialogsEnglish> {
  /** The key of the title's text. */
  title: { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts] & string;
  /** 440 px; `large` 560 px, and the whole screen on phones. */
  size?: 'large';
  /** An answer is awaited: the dialog cannot be left. */
  busy?: boolean;
  body: TemplateResult;
  /** Stays in view while the body scrolls. */
  footer: TemplateResult;
}

/**
 * Renders a native dialog. Its title is in the same tree, because `aria-labelledby` does not cross a shadow boundary.
 *
 * @param content null while the dialog is closed
 * @param beside shown below the content
 */
export function dialogFrame<Texts extends typeof dialogEnglish>(
  dialog: Dialog,
  content: DialogContent<Texts> | null,
  strings: Texts,
  beside: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const title = `${dialog.id}-title`;
  return html`
    <dialog
      id=${dialog.id}
      class=${content?.size ?? 'small'}
      part="dialog"
      aria-modal="true"
      aria-labelledby=${title}
      @cancel=${dialog.cancel}
      @close=${dialog.close}
      @focusin=${dialog.focusin}
      @transitionend=${dialog.show}
    >
      ${
        content
          ? html`
              <div class="header" part="dialog-header">
                <h2 id=${title} part="dialog-title" tabindex="-1">${strings[content.title]}</h2>
                <button
                  class="close"
                  part="dialog-close"
                  type="button"
                  aria-label=${strings.close}
                  ?disabled=${content.busy}
                  @click=${dialog.requestClose}
                >
                  ${icon(close)}
                </button>
              </div>
              <div class="body" part="dialog-body">${content.body}${beside}</div>
              <div class="footer" part="dialog-footer">${content.footer}</div>
            `
          : nothing
      }
    </dialog>
  `;
}
