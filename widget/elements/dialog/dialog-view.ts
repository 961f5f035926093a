import { html, nothing, type TemplateResult } from 'lit';
import { close, icon } from '../icons.js';
import type { DialogController } from './dialog-controller.js';

/** What a dialog shows. Body and footer are inside the dialog itself, so that whoever looks into it finds them. */
export interface DialogContent {
  heading: string;
  /** `small` 440 px; `large` 560 px, and the whole screen on phones. */
  size: 'small' | 'large';
  /** An answer is awaited: nobody can leave. */
  busy: boolean;
  body: TemplateResult;
  /** Stays in view while the body scrolls. */
  footer: TemplateResult;
}

/**
 * A modal dialog over the native one. Its title stands in the same tree, because a name does not cross a shadow boundary.
 *
 * @param content null while the dialog is closed
 */
export function dialogFrame(
  dialog: DialogController,
  content: DialogContent | null,
  closeLabel: string,
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
      @close=${dialog.reopen}
      @focusin=${dialog.focused}
      @transitionend=${dialog.show}
    >
      ${
        content
          ? html`
              <div class="header" part="dialog-header">
                <h2 id=${title} part="dialog-title" tabindex="-1">${content.heading}</h2>
                <button
                  class="close"
                  part="dialog-close"
                  type="button"
                  aria-label=${closeLabel}
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
