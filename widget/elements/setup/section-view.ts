import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from '../../client/client-error.js';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import type { AuthenticatorIntent, Intent, Notice, SetupEvent, SetupState } from '../../flow/setup-flow.js';
import type { sectionEnglish } from '../../i18n/en/section.js';
import { formatDate } from '../../i18n/format.js';
import type { Localization as LocalizationOf } from '../../i18n/localize-controller.js';
import type { PolicyRequirement, Status, StatusOff, StatusOn } from '../../protocol/messages.js';
import { codesLeftView } from '../codes-left/codes-left-view.js';
import { loadFailureText } from '../failure-text.js';
import { check, icon, warning } from '../icons.js';
import type { SectionPart } from './authenticators-view.js';

type Strings = typeof sectionEnglish;
type Localization = LocalizationOf<Strings>;
type Send = (event: SetupEvent) => void;
type Client = TwoFactorClient | null;
type Part = TemplateResult | typeof nothing;

/**
 * The card on the preferences page, with the status and the actions that the client's back end can do.
 *
 * @param readonly shows the status and offers no change
 * @param part the list of authenticators, where the back end has one
 */
export function sectionView(
  state: SetupState,
  localization: Localization,
  send: Send,
  client: Client,
  readonly: boolean,
  part: SectionPart | null,
): TemplateResult {
  const { strings } = localization;
  if (state.at === 'loading') return loadingView(strings);
  if (state.at === 'unreachable') return unreachableView(localization, state.failure, () => send({ type: 'proceed' }));
  if (state.at === 'signed-out') return signedOutView(strings, send);
  const status = statusOf(state)!;
  return status.enabled
    ? onView(status, state, localization, send, readonly ? null : client, part)
    : offView(status, state, localization, readonly ? null : send);
}

function signedOutView(strings: Strings, send: Send): TemplateResult {
  return sectionFrame(strings, {
    text: html`<p class="muted" part="error" role="alert">${strings.sectionSignedOut}</p>`,
    end: tryAgainButton(strings, () => send({ type: 'proceed' })),
  });
}

/** @param send null when no change is offered */
function offView(
  { required }: StatusOff,
  state: SetupState,
  { strings, locale }: Localization,
  send: Send | null,
): TemplateResult {
  return sectionFrame(strings, {
    text: html`
      <p class="muted" part="summary">${strings.summaryOff}</p>
      <p class="muted" part="scope">${strings.wholeAccount}</p>
      ${
        required
          ? html`<p class="count low" part="required">
              ${icon(warning)}<span>${requiredText(required, strings, locale)}</span>
            </p>`
          : nothing
      }
    `,
    end:
      send === null
        ? nothing
        : html`<button
            class="button primary"
            part="button primary-button"
            type="button"
            aria-haspopup="dialog"
            aria-disabled=${isBusy(state)}
            @click=${() => send({ type: 'open', intent: 'enable' })}
          >
            ${strings.enable}
          </button>`,
    notice: noticeView(state, strings, null),
  });
}

/** @param client null when no change is offered */
function onView(
  status: StatusOn,
  state: SetupState,
  { strings, locale }: Localization,
  send: Send,
  client: Client,
  part: SectionPart | null,
): TemplateResult {
  const { enabledAt, backupCodes, required } = status;
  const labels = {
    renew: strings.renewCodes,
    'renew-at-once': strings.renewCodes,
    replace: strings.replaceAuthenticator,
    disable: strings.disable,
  };
  // It takes the place of “Disable 2FA”.
  const rule = required ? html`<p class="count muted" part="required">${strings.requiredByOrganisation}</p>` : nothing;
  const actions = offered(client, status).map((intent) => action(labels[intent], intent, isBusy(state), send));
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
      backupCodes || part || actions.length > 0 || required
        ? html`
            <div class="facts" part="facts">${codesLeftView(backupCodes, strings, client !== null)}</div>
            ${part?.list}
            <div class="actions" part="actions">${actions}${rule}</div>
          `
        : nothing,
    notice: noticeView(state, strings, part),
  });
}

/** An answer is awaited, and no change can begin. */
function isBusy({ at }: SetupState): boolean {
  return ['starting', 'rereading', 'leaving'].includes(at);
}

/** The changes that the client makes, as intents. */
function offered(
  client: Client,
  { backupCodes, required }: StatusOn,
): Exclude<Intent, 'enable' | AuthenticatorIntent>[] {
  if (client === null) return [];
  try {
    const { changes, beginBackupCodes, keepBackupCodes, disable } = client;
    const can = { renew: beginBackupCodes && (changes ?? backupCodes), replace: true, disable: !required && disable };
    return (['renew', 'replace', 'disable'] as const)
      .filter((change) => can[change] && (changes?.includes(change) ?? true))
      .map((change) => (change === 'renew' && !keepBackupCodes ? 'renew-at-once' : change));
  } catch {
    // A page may set any object as a client, one with throwing getters included.
    return [];
  }
}

function action(label: string, intent: Intent, busy: boolean, send: Send): TemplateResult {
  return html`<button
    class="button ${intent === 'disable' ? 'loses' : ''}"
    part="button"
    type="button"
    aria-haspopup="dialog"
    aria-disabled=${busy}
    @click=${() => send({ type: 'open', intent })}
  >
    ${label}
  </button>`;
}

function noticeView(state: SetupState, strings: Strings, part: SectionPart | null): TemplateResult | typeof nothing {
  if (state.at !== 'idle' || !state.notice) return nothing;
  const texts: Partial<Record<Notice, string>> = {
    enabled: strings.enabledNotice,
    replaced: state.status.enabled && state.status.backupCodes ? strings.replacedNotice : strings.replacedNoticeNoCodes,
    renewed: strings.renewedNotice,
    disabled: strings.disabledNotice,
  };
  const text = part?.notice ?? texts[state.notice];
  return text ? html`<p class="notice">${icon(check)}<span>${text}</span></p>` : nothing;
}

/** Names no date once the grace period is over. */
function requiredText({ graceEndsAt }: PolicyRequirement, strings: Strings, locale: string): string {
  if (graceEndsAt === null || Date.parse(graceEndsAt) <= Date.now()) return strings.requiredByOrganisation;
  return strings.requiredFrom(formatDate(graceEndsAt, locale));
}

/** The status that a state shows, if any. */
export function statusOf(state: SetupState): Status | undefined {
  if (state.at === 'discarding') return state.back.status;
  return 'status' in state ? state.status : undefined;
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
