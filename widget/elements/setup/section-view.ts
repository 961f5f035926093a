import { html, nothing, type TemplateResult } from 'lit';
import type { SetupEvent, SetupState } from '../../flow/setup-flow.js';
import type { Localization } from '../../i18n/localize-controller.js';
import type { Strings } from '../../i18n/strings.js';
import type { Status, StatusOn } from '../../protocol/messages.js';
import { failureText } from '../failure-text.js';
import { icon } from '../icons.js';

/** From this many backup codes downwards the section asks to get new ones. */
const lowOnCodes = 3;

type Send = (event: SetupEvent) => void;

/** The card on the preferences page: what the status is and what can be done about it. */
export function sectionView(state: SetupState, localization: Localization, send: Send): TemplateResult {
  const { strings } = localization;
  const status = statusOf(state);
  return html`
    <section class="section" part="section" aria-labelledby="heading" aria-busy=${state.at === 'loading'}>
      ${status?.enabled ? onView(status, state, localization, send) : otherViews(state, localization, send)}
      <div role="status" part="notice">${noticeView(state, strings)}</div>
    </section>
  `;
}

function otherViews(state: SetupState, localization: Localization, send: Send): TemplateResult {
  const { strings } = localization;
  if (state.at === 'loading') {
    return head(
      strings,
      html`<span class="visually-hidden">${strings.loading}</span>
        <div class="skeleton line"></div>
        <div class="skeleton short"></div>`,
      html`<div class="skeleton action"></div>`,
    );
  }
  if (state.at === 'unreachable') {
    return head(
      strings,
      html`<p class="error" part="error" role="alert">
        ${strings.sectionUnreachable} ${failureText(state.failure, localization)}
      </p>`,
      html`<button class="button tall" part="button" type="button" @click=${() => send({ type: 'proceed' })}>
        ${strings.tryAgain}
      </button>`,
    );
  }
  if (state.at === 'signed-out') {
    return head(
      strings,
      html`<p class="muted" part="error" role="alert">${strings.sectionSignedOut}</p>`,
      html`<button class="button tall" part="button" type="button" @click=${() => send({ type: 'proceed' })}>
        ${strings.tryAgain}
      </button>`,
    );
  }
  return head(
    strings,
    html`<p class="muted" part="summary">${strings.summaryOff}</p>
      <p class="muted" part="scope">${strings.everyWorkspace}</p>`,
    html`<button
      class="button primary"
      part="button primary-button"
      type="button"
      aria-haspopup="dialog"
      @click=${() => send({ type: 'open', intent: 'enable' })}
    >
      ${strings.enable}
    </button>`,
  );
}

function onView(status: StatusOn, state: SetupState, { strings, date }: Localization, send: Send): TemplateResult {
  const busy = state.at === 'starting' || state.at === 'rereading' || state.at === 'leaving';
  return html`
    ${head(
      strings,
      html`<p class="muted" part="summary">${strings.summaryOn}</p>
        <p class="muted" part="scope">${strings.everyWorkspace}</p>`,
      nothing,
      html`<span class="badge" part="badge">${icon('check')}${strings.badgeOn}</span>
        <span class="muted" part="since">${strings.onSince(date(status.enabledAt))}</span>`,
    )}
    <div class="facts" part="facts">${countView(status, strings)}</div>
    <div class="actions" part="actions">
      ${action(strings.renewCodes, 'renew', busy, send)} ${action(strings.replaceAuthenticator, 'replace', busy, send)}
      ${action(strings.disable, 'disable', busy, send, 'loses')}
    </div>
  `;
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
  if (remaining > lowOnCodes) return html`<p class="count" part="backup-codes-left">${text}</p>`;
  const [kind, advice] = remaining === 0 ? ['gone', strings.backupCodesGone] : ['low', strings.backupCodesLow];
  return html`<p class="count ${kind}" part="backup-codes-left">${icon('warning')}<span>${text}. ${advice}</span></p>`;
}

function noticeView(state: SetupState, strings: Strings): TemplateResult | typeof nothing {
  if (state.at !== 'idle' || !state.notice) return nothing;
  const texts = {
    enabled: strings.enabledNotice,
    replaced: strings.replacedNotice,
    renewed: strings.renewedNotice,
    disabled: strings.disabledNotice,
  };
  return html`<p class="notice">${icon('check')}<span>${texts[state.notice]}</span></p>`;
}

function head(
  strings: Strings,
  text: TemplateResult,
  end: TemplateResult | typeof nothing,
  beside: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`
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
  `;
}

function statusOf(state: SetupState): Status | null {
  if (state.at === 'discarding') return state.back.status;
  return 'status' in state ? state.status : null;
}
