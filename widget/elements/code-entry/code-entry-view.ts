import { html, nothing, type TemplateResult } from 'lit';
import type { CodeEntry, EntryEvent } from '../../flow/code-entry.js';
import type { sharedEnglish } from '../../i18n/en/shared.js';
import type { StringOverrides, Strings } from '../../i18n/strings.js';
import type { ProofMethod } from '../../protocol/messages.js';

/** What the field of a code entry needs to be shown. */
export interface CodeEntryView {
  entry: CodeEntry;
  strings: typeof sharedEnglish & Partial<Pick<Strings, 'useAuthenticator'>>;
  overrides: StringOverrides;
  send(event: EntryEvent): void;
  codeLabel: string;
  /** How many digits a code has. */
  codeLength: number;
  submitWhenComplete?: boolean;
  /** What is only needed once something went wrong or another method is chosen; null until it is there. */
  later: CodeEntryLater | null;
}

/** What the boxes say about an edit. */
interface Edited {
  value: string;
  complete: boolean;
  ambiguous: boolean;
}

export interface CodeEntryLater {
  errorText(entry: CodeEntry): string;
  /** Any field but the boxes. */
  otherField?(entry: CodeEntry): TemplateResult;
}

/** The field of a code entry: boxes, a backup code, a password, or how long to wait. */
export function codeEntryView(view: CodeEntryView): TemplateResult | typeof nothing {
  const { entry, later, send, submitWhenComplete = false } = view;
  if (entry.at === 'locked' || entry.method !== 'totp') return later?.otherField?.(entry) ?? nothing;
  return html`
    <harmony-2fa-code-input
      exportparts="label:code-input__label, boxes:code-input__boxes, box:code-input__box, box-active:code-input__box-active, hint:code-input__hint, error:code-input__error"
      required
      .length=${view.codeLength}
      .label=${view.codeLabel}
      .error=${later?.errorText(entry) ?? ''}
      .value=${entry.text}
      .readonly=${entry.at === 'checking'}
      .strings=${view.overrides}
      @input=${(event: Event) => {
        const { value, complete, ambiguous } = event.currentTarget as EventTarget & Edited;
        send({ type: 'edit', text: value, complete, submitWhenComplete: submitWhenComplete && !ambiguous });
      }}
      ><slot name="code" slot="input"></slot
    ></harmony-2fa-code-input>
  `;
}

/** The other ways to answer, as links. */
export function methodLinks(
  methods: readonly ProofMethod[],
  { entry, strings, send }: Pick<CodeEntryView, 'entry' | 'strings' | 'send'>,
): TemplateResult[] {
  if (entry.at === 'locked') return [];
  return (
    methods
      // A password is never one of several ways: it is what there is while 2FA is off.
      .filter((method) => method !== entry.method && method !== 'password')
      .map(
        (method) => html`
          <button
            class="link"
            part="link"
            type="button"
            ?disabled=${entry.at === 'checking'}
            @click=${() => send({ type: 'switch-method', method })}
          >
            ${method === 'totp' ? strings.useAuthenticator : strings.useBackupCode}
          </button>
        `,
      )
  );
}
