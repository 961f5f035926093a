import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from '../../client/client-error.js';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import type { Notice, SetupEvent, SetupState } from '../../flow/setup-flow.js';
import type { sectionEnglish } from '../../i18n/en/section.js';
import { formatDate } from '../../i18n/format.js';
import type { Localization as LocalizationOf } from '../../i18n/localize-controller.js';
import type { Authenticator, Status, StatusOn } from '../../protocol/messages.js';
import { codesLeftView } from '../codes-left/codes-left-view.js';
import { loadFailureText } from '../failure-text.js';
import { check, icon } from '../icons.js';
import type * as authenticators from './authenticators.js';

type Strings = typeof sectionEnglish;
type Localization = LocalizationOf<Strings>;
type Send = (event: SetupEvent) => void;
type Client = TwoFactorClient | null;
type Part = TemplateResult | typeof nothing;

/** The list of authenticators, once it is loaded. */
export interface AuthenticatorsPart {
  part: typeof authenticators;
  localization: LocalizationOf<typeof authenticators.english>;
}

/**
 * The card on the preferences page, with the status and the actions that the client's back end can do.
 *
 * @param list null until it is loaded; `loading` while it is fetched
 */
export function sectionView(
  state: SetupState,
  localization: Localization,
  send: Send,
  client: Client,
  fetched: AuthenticatorsPart | 'loading' | null,
): TemplateResult {
  const { strings } = localization;
  // The card grows once: the list does not come after the rest.
  const waits = fetched === 'loading' && state.at === 'idle' && !state.notice;
  if (state.at === 'loading' || waits) return loadingView(strings);
  const list = fetched === 'loading' ? null : fetched;
  if (state.at === 'unreachable') return unreachableView(localization, state.failure, () => send({ type: 'proceed' }));
  if (state.at === 'signed-out') return signedOutView(strings, send);
  const status = statusOf(state);
  return status.enabled ? onView(status, state, localization, send, client, list) : offView(state, strings, send);
}

/** The authenticators that the section shows; null in a state or for a back end without them. */
export function authenticatorsIn(state: SetupState): readonly Authenticator[] | null {
  if (state.at === 'loading' || state.at === 'unreachable' || state.at === 'signed-out') return null;
  const status = statusOf(state);
  return (status.enabled && status.authenticators) || null;
}

function signedOutView(strings: Strings, send: Send): TemplateResult {
  return sectionFrame(strings, {
    text: html`<p class="muted" part="error" role="alert">${strings.sectionSignedOut}</p>`,
    end: tryAgainButton(strings, () => send({ type: 'proceed' })),
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
    notice: noticeView(state, strings, null),
  });
}

function onView(
  status: StatusOn,
  state: SetupState,
  { strings, locale }: Localization,
  send: Send,
  client: Client,
  list: AuthenticatorsPart | null,
): TemplateResult {
  const { enabledAt, backupCodes } = status;
  const listed = authenticatorsIn(state);
  const busy = state.at === 'starting' || state.at === 'rereading' || state.at === 'leaving';
  const labels = {
    renew: strings.renewCodes,
    'renew-at-once': strings.renewCodes,
    replace: strings.replaceAuthenticator,
    disable: strings.disable,
  };
  const added = listed && list && list.part.addAction(listed, list.localization);
  const actions = offered(client, status).flatMap((intent) => {
    if (intent !== 'add') return action(labels[intent], { type: 'open', intent }, busy, send);
    return added ? action(added.label, added.open, busy, send) : [];
  });
  return sectionFrame(strings, {
    text: html`
      <p class="muted" part="summary">${strings.summaryOn}</p>
      <p class="muted" part="scope">${strings.wholeAccount}</p>
    `,
    beside: html`
      <span class="badge" part="badge">${icon(check)}${strings.badgeOn}</span>
      <span class="muted" part="since">${enabledAt && strings.onSince(formatDate(enabledAt, locale))}</span>
    `,
    rest:
      backupCodes || listed || actions.length > 0
        ? html`
            <div class="facts" part="facts">${codesLeftView(backupCodes, strings)}</div>
            ${listed && list ? list.part.authenticatorsView({ ...list, authenticators: listed, client, busy, send }) : nothing}
            <div class="actions" part="actions">${actions}</div>
          `
        : nothing,
    notice: noticeView(state, strings, list),
  });
}

/** The changes that the client makes, as intents. */
function offered(
  client: Client,
  { backupCodes, authenticators: listed }: StatusOn,
): ('renew' | 'renew-at-once' | 'add' | 'replace' | 'disable')[] {
  try {
    const { changes, beginBackupCodes, keepBackupCodes, disable } = client!;
    const can = { renew: beginBackupCodes && (changes ?? backupCodes), add: listed, replace: true, disable };
    return (['renew', 'add', 'replace', 'disable'] as const)
      .filter((change) => can[change] && (changes?.includes(change) ?? true))
      .map((change) => (change === 'renew' && !keepBackupCodes ? 'renew-at-once' : change));
  } catch {
    // A page may set any object as a client, one with throwing getters included.
    return [];
  }
}

function action(label: string, open: Extract<SetupEvent, { type: 'open' }>, busy: boolean, send: Send): TemplateResult {
  return html`<button
    class="button ${open.intent === 'disable' ? 'loses' : ''}"
    part="button"
    type="button"
    aria-haspopup="dialog"
    aria-disabled=${busy}
    @click=${() => send(open)}
  >
    ${label}
  </button>`;
}

function noticeView(
  state: SetupState,
  strings: Strings,
  list: AuthenticatorsPart | null,
): TemplateResult | typeof nothing {
  if (state.at !== 'idle' || !state.notice) return nothing;
  const texts: Partial<Record<Notice, string>> = {
    enabled: strings.enabledNotice,
    replaced: state.status.enabled && state.status.backupCodes ? strings.replacedNotice : strings.replacedNoticeNoCodes,
    renewed: strings.renewedNotice,
    disabled: strings.disabledNotice,
  };
  const text = texts[state.notice] ?? list?.part.noticeText(state.notice, list.localization);
  return text ? html`<p class="notice">${icon(check)}<span>${text}</span></p>` : nothing;
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
    end: tryAgainButton(strings, tryAgain),
  });
}

function tryAgainButton(strings: Strings, tryAgain: () => void): TemplateResult {
  return html`<button class="button tall" part="button" type="button" @click=${tryAgain}>${strings.tryAgain}</button>`;
}
