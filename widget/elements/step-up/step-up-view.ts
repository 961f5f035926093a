import { html, type TemplateResult } from 'lit';
import type { StepUpEvent, StepUpState } from '../../flow/step-up-flow.js';
import type { stepUpEnglish } from '../../i18n/en/step-up.js';
import type { Localization } from '../../i18n/localize-controller.js';
import { dialogButtons, type DialogButtons } from '../dialog/dialog-buttons.js';
import type { DialogContent } from '../dialog/dialog-frame.js';
import { loadFailureText } from '../failure-text.js';
import { proofForm, type ProofData } from '../proof/proof-form.js';

export type StepUpTexts = typeof stepUpEnglish;

export interface StepUpData extends Omit<ProofData, 'localization' | 'send'> {
  localization: Localization<StepUpTexts>;
  send(event: StepUpEvent): void;
}

/** The content of the dialog in a state; null when the state shows none. */
export function stepUpDialog(state: StepUpState, data: StepUpData): DialogContent<StepUpTexts> | null {
  const { localization, send } = data;
  const { strings } = localization;
  const leave = () => send({ type: 'leave' });
  const content = (
    body: TemplateResult,
    buttons: Omit<DialogButtons, 'kind'>,
    busy = false,
  ): DialogContent<StepUpTexts> => ({
    title: 'proofTitle',
    busy,
    body,
    footer: dialogButtons(strings, { ...buttons, kind: 'primary', busy }),
  });

  switch (state.at) {
    case 'closed':
      return null;
    case 'proving': {
      const { at } = state.entry;
      return content(
        proofForm(state, data),
        { label: strings.goOn, leave, waiting: at !== 'entering' },
        at === 'checking',
      );
    }
    case 'signed-out':
      return content(errorView(strings.signedOut), { label: strings.close, press: leave });
    case 'reading':
    case 'stopped':
      return (
        state.failure &&
        content(errorView(loadFailureText(state.failure, localization)), {
          label: strings.tryAgain,
          leave,
          press: () => send({ type: 'proceed' }),
          waiting: state.at === 'reading',
        })
      );
  }
}

function errorView(text: string): TemplateResult {
  return html`<p class="error" part="error" role="alert">${text}</p>`;
}
