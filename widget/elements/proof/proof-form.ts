import { html, type TemplateResult } from 'lit';
import type { EntryEvent } from '../../flow/code-entry.js';
import type { ProofEntry } from '../../flow/proof.js';
import type { proofEnglish } from '../../i18n/en/proof.js';
import type { Localization } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { codeEntryView, methodLinks, submitListener, type CodeEntryView } from '../code-entry/code-entry-view.js';

/** The data of the form besides the proof. */
export interface ProofData {
  localization: Localization<typeof proofEnglish>;
  overrides: StringOverrides;
  /** The number of digits of a code. */
  codeLength: number;
  send(event: EntryEvent): void;
}

/** Asks for a recent proof. Its id is `answer-form`, so that a button in the footer of the dialog can submit it. */
export function proofForm({ methods, entry }: ProofEntry, data: ProofData, heading?: TemplateResult): TemplateResult {
  const { codeLabel, backupCodeHint } = data.localization.strings;
  const view: CodeEntryView = { ...data, entry, codeLabel, backupCodeHint };
  return html`
    <form id="answer-form" class="stack" novalidate @submit=${submitListener(data.send)}>
      ${heading}
      <div class="entry">${codeEntryView(view)}${methodLinks(methods, view)}</div>
    </form>
  `;
}
