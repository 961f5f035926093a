import { html, type TemplateResult } from 'lit';
import { dialogButtons, type DialogButtons } from '../dialog/dialog-buttons.js';
import type { DialogData } from './dialog-data.js';

interface FooterOptions extends Pick<DialogButtons, 'label' | 'busy' | 'waiting' | 'missing'> {
  /** The primary button submits the form in the body; otherwise the flow proceeds. */
  submits?: boolean;
  /** There is nothing to cancel: the primary button closes the dialog, and stands alone. */
  closes?: boolean;
  /** The primary button loses something, and is red. */
  danger?: boolean | undefined;
}

/** The buttons below a dialog of the set-up. */
export function footer({ localization, send }: DialogData, options: FooterOptions): TemplateResult {
  const { submits, closes, danger, missing } = options;
  const leave = () => send({ type: 'leave' });
  const proceed = closes ? leave : () => send({ type: 'proceed' });
  return dialogButtons(localization.strings, {
    ...options,
    kind: danger ? 'danger' : 'primary',
    press: submits ? undefined : proceed,
    leave: closes ? undefined : leave,
    why: missing === undefined ? undefined : html`<p id="why" class="why" part="why">${missing}</p>`,
  });
}
