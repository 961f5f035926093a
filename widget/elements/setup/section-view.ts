import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from '../../client/client-error.js';
import type { SetupEvent, SetupState } from '../../flow/setup-flow.js';
import type { sectionEnglish } from '../../i18n/en/section.js';
import { formatDate } from '../../i18n/format.js';
import type { Localization as LocalizationOf } from '../../i18n/localize-controller.js';
import type { Status, StatusOn } from '../../protocol/messages.js';
import { loadFailureText } from '../failure-text.js';
import { check, icon, warning } from '../icons.js';

/** With this many backup codes or fewer, the section advises to get new ones. */
const fewCodes = 3;

type Strings = typeof sectionEnglish;
type Localization = LocalizationOf<Strings>;
type Send = (event: SetupEvent) => void;
type Part = TemplateResult | typeof nothing;

/** The card on the preferences page, with the status and the actions. */
export function sectionView(state: SetupState, localization: Localization, send: Send): TemplateResult {
  const { strings } = localization;
  if (state.at === 'loading') return loadingView(strings);
  if (state.at === 'unreachable') return unreachableView(localization, state.failure, () => send({ type: 'proceed' }));
  if (state.at === 'signed-out') return signedOutView(strings, send);
  const status = statusOf(state);
  return status.enabled ? onView(status, state, localization, send) : offView(state, strings, send);
}

function signedOutView(strings: Strings, send: Send): TemplateResult {
  return sectionFrame(strings, {
    text: html`<p class="muted" part="error" role="alert">${strings.sectionSignedOut}</p>`,
    end: html`<button class="button tall" part="button" type="button" @click=${() => send({ type: 'proceed' })}>
      ${strings.tryAgain}
    </button>`,
  });
}

function offView(state: SetupState, strings: Strings, send: Send): TemplateResult {
  return sectionFrame(strings, {
    text: html`
      <p class="muted" part="summary">${strings.summaryOff}</p>
      <p class="muted" part="scope">${strings.wholeAccount}</p>
    `,
    end: html`<button
      class="button primary"
      part="button primary-button"
      type="button"
      aria-haspopup="dialog"
      @click=${() => send({ type: 'open', intent: 'enable' })}
    >
      ${strings.enable}
    </button>`,
    notice: noticeView(state, strings),
  });
}

function onView(status: StatusOn, state: SetupState, { strings, locale }: Localization, send: Send): TemplateResult {
  const busy = state.at === 'starting' || state.at === 'rereading' || state.at === 'leaving';
  return sectionFrame(strings, {
    text: html`
      <p class="muted" part="summary">${strings.summaryOn}</p>
      <p class="muted" part="scope">${strings.wholeAccount}</p>
    `,
    beside: html`
      <span class="badge" part="badge">${icon(check)}${strings.badgeOn}</span>
      <span class="muted" part="since">${strings.onSince(formatDate(status.enabledAt, locale))}</span>
    `,
    rest: html`
      <div class="facts" part="facts">${countView(status, strings)}</div>
      <div class="actions" part="actions">
        ${action(strings.renewCodes, 'renew', busy, send)}
        ${action(strings.replaceAuthenticator, 'replace', busy, send)}
        ${action(strings.disable, 'disable', busy, send, 'loses')}
      </div>
    `,
    notice: noticeView(state, strings),
  });
}

function action(
  label: string,
  intent: 'renew' | 'replace' | 'disable',
  busy: boolean,
  send: Send,
  kind = '',
): TemplateResult {
  return html`<button
    class="button ${kind}"
    part="button"
    type="button"
    aria-haspopup="dialog"
    aria-disabled=${busy}
    @click=${() => send({ type: 'open', intent })}
  >
    ${label}
  </button>`;
}

function countView({ backupCodes: { remaining, total } }: StatusOn, strings: Strings): TemplateResult {
  const text = strings.backupCodesLeft(remaining, total);
  if (remaining > fewCodes) return html`<p class="count" part="backup-codes-left">${text}</p>`;
  const [kind, advice] = remaining === 0 ? ['gone', strings.backupCodesGone] : ['low', strings.backupCodesLow];
  return html`<p class="count ${kind}" part="backup-codes-left">
    ${icon(warning)}<span>${text}<br />${advice}</span>
  </p>`;
}

function noticeView(state: SetupState, strings: Strings): TemplateResult | typeof nothing {
  if (state.at !== 'idle' || !state.notice) return nothing;
  const texts = {
    enabled: strings.enabledNotice,
    replaced: strings.replacedNotice,
    renewed: strings.renewedNotice,
    disabled: strings.disabledNotice,
  };
  return html`<p class="notice">${icon(check)}<span>${texts[state.notice]}</span></p>`;
}

function statusOf(state: Exclude<SetupState, { at: 'loading' | 'unreachable' | 'signed-out' }>): Status {
  if (state.at === 'discarding') return state.back.status;
  return state.status;
}

interface SectionContent {
  /** Below the heading. */
  text: TemplateResult;
  /** At the end side, on the heading's line. */
  end?: Part;
  /** Beside the heading. */
  beside?: Part;
  /** Below all that. */
  rest?: Part;
  /** The last change, announced by screen readers. */
  notice?: Part;
}

/** The card around its content. */
function sectionFrame(strings: Strings, content: SectionContent, busy = false): TemplateResult {
  const { text, end = nothing, beside = nothing, rest = nothing, notice = nothing } = content;
  return html`
    <section class="section" part="section" aria-labelledby="heading" aria-busy=${busy}>
      <div class="head" part="head">
        <div class="text">
          <div class="title">
            <h2 id="heading" part="heading" tabindex="-1">${strings.heading}</h2>
            ${beside}
          </div>
          ${text}
        </div>
        ${end}
      </div>
      ${rest}
      <div role="status" part="notice">${notice}</div>
    </section>
  `;
}

/** A skeleton with the height of the card that replaces it. */
function loadingView(strings: Strings): TemplateResult {
  const text = html`
    <span class="visually-hidden">${strings.loading}</span>
    <div class="skeleton line"></div>
    <div class="skeleton short"></div>
  `;
  return sectionFrame(strings, { text, end: html`<div class="skeleton action"></div>` }, true);
}

export function unreachableView(localization: Localization, failure: Failure, tryAgain: () => void): TemplateResult {
  const { strings } = localization;
  return sectionFrame(strings, {
    text: html`<p class="error" part="error" role="alert">
      ${strings.sectionUnreachable} ${loadFailureText(failure, localization)}
    </p>`,
    end: html`<button class="button tall" part="button" type="button" @click=${tryAgain}>${strings.tryAgain}</button>`,
  });
}
