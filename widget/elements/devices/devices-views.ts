import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Failure } from '../../client/client-error.js';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import {
  failureOfDevices,
  listOf,
  type DevicesEvent,
  type DevicesNotice,
  type DevicesState,
} from '../../flow/devices-flow.js';
import type { devicesEnglish } from '../../i18n/en/devices.js';
import { formatAgo, formatDate, formatMoment } from '../../i18n/format.js';
import type { Localization as LocalizationOf } from '../../i18n/localize-controller.js';
import type { Device } from '../../protocol/messages.js';
import { dialogButtons } from '../dialog/dialog-buttons.js';
import type { DialogContent } from '../dialog/dialog-frame.js';
import { loadFailureText } from '../failure-text.js';
import { check, icon, monitor, shield } from '../icons.js';

type Texts = typeof devicesEnglish;
type Localization = LocalizationOf<Texts>;
type Part = TemplateResult | typeof nothing;

export interface DevicesContext {
  localization: Localization;
  send(event: DevicesEvent): void;
  client: TwoFactorClient | null;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The card with both lists. */
export function devicesView(state: Exclude<DevicesState, { at: 'absent' }>, context: DevicesContext): TemplateResult {
  const { localization, send } = context;
  const { strings } = localization;
  switch (state.at) {
    case 'loading':
      return frame(strings, loadingView(strings), nothing, true);
    case 'unreachable': {
      const text = `${strings.devicesUnreachable} ${loadFailureText(state.failure, localization)}`;
      return frame(strings, stoppedView(text, 'error', strings, send));
    }
    case 'signed-out':
      return frame(strings, stoppedView(strings.devicesSignedOut, 'muted', strings, send));
    case 'listing':
    case 'removing':
    case 'rereading':
    case 'confirming':
    case 'removing-others':
      return frame(strings, listView(state, context), noticeView(state, strings));
  }
}

/** The question before everything else is signed out; null while it is not asked. */
export function questionContent(
  state: DevicesState,
  localization: Localization,
  send: DevicesContext['send'],
): DialogContent<Texts> | null {
  if (state.at !== 'confirming' && state.at !== 'removing-others') return null;
  const { strings } = localization;
  const busy = state.at === 'removing-others';
  return {
    title: 'signOutOthers',
    busy,
    body: html`<p>${strings.signOutOthersText}</p>
      ${failureView(failureOfDevices(state), localization)}`,
    footer: dialogButtons(strings, {
      label: strings.signOutOthers,
      kind: 'danger',
      press: () => send({ type: 'proceed' }),
      leave: () => send({ type: 'leave' }),
      busy,
    }),
  };
}

/** The card around its content. */
function frame(strings: Texts, content: Part, notice: Part = nothing, busy = false): TemplateResult {
  return html`
    <section class="section" part="section" aria-labelledby="heading" aria-busy=${busy}>
      <h2 id="heading" part="heading" tabindex="-1">${strings.devicesTitle}</h2>
      <div role="status" part="notice">${notice}</div>
      ${content}
    </section>
  `;
}

/** A skeleton with the height of two rows. */
function loadingView(strings: Texts): TemplateResult {
  const row = html`<div class="skeleton"></div>`;
  return html`<span class="visually-hidden">${strings.devicesLoading}</span>${row}${row}`;
}

function stoppedView(
  text: string,
  kind: 'error' | 'muted',
  strings: Texts,
  send: DevicesContext['send'],
): TemplateResult {
  return html`
    <p class=${kind} part="error" role="alert">${text}</p>
    <div class="actions" part="actions">
      <button class="button" part="button" type="button" @click=${() => send({ type: 'proceed' })}>
        ${strings.tryAgain}
      </button>
    </div>
  `;
}

function listView(state: DevicesState, context: DevicesContext): TemplateResult {
  const { localization, send, client } = context;
  const { strings } = localization;
  const devices = listOf(state)?.devices ?? [];
  const sessions = devices.filter(({ kind }) => kind === 'session');
  const trusted = devices.filter(({ kind }) => kind === 'trusted_device');
  const hasOtherSession = sessions.some(({ current }) => !current);
  const row = (device: Device) => deviceView(device, `name-${devices.indexOf(device)}`, state, context);
  const key = ({ id }: Device): string => id;
  return html`
    ${
      sessions[0]
        ? html`<ul class="devices" part="devices" aria-labelledby="heading">
            ${repeat(sessions, key, row)}
          </ul>`
        : nothing
    }
    ${hasOtherSession ? nothing : html`<p class="muted" part="empty">${strings.noOtherSessions}</p>`}
    ${
      trusted[0]
        ? html`
            <div class="trusted">
              <h3 id="trusted" part="subheading">${strings.trustedTitle}</h3>
              <p class="muted" part="summary">${strings.trustedText}</p>
            </div>
            <ul class="devices" part="devices" aria-labelledby="trusted">
              ${repeat(trusted, key, row)}
            </ul>
          `
        : nothing
    }
    ${
      (hasOtherSession || trusted[0]) && can(client, 'removeOtherDevices')
        ? html`<div class="actions" part="actions">
            <button
              class="button loses"
              part="button"
              type="button"
              aria-haspopup="dialog"
              aria-disabled=${isBusy(state)}
              @click=${() => send({ type: 'ask' })}
            >
              ${strings.signOutOthers}
            </button>
          </div>`
        : nothing
    }
  `;
}

function deviceView(device: Device, id: string, state: DevicesState, context: DevicesContext): TemplateResult {
  const { localization, client } = context;
  const { strings } = localization;
  const { kind, name, current } = device;
  const failure = state.at === 'listing' && state.device?.id === device.id ? state.failure : null;
  return html`
    <li class="device" part="device">
      ${icon(kind === 'session' ? monitor : shield)}
      <div class="about">
        <p class="title">
          <bdi id=${id} class="name" part="name">${name}</bdi>
          ${current ? html`<span class="badge" part="badge">${icon(check)}${strings.thisDevice}</span>` : nothing}
        </p>
        <p class="detail muted" part="detail">${detailOf(device, context)}</p>
        ${failureView(failure, localization)}
      </div>
      ${
        // The page has its own way to sign out here.
        can(client, 'removeDevice') && !(current && kind === 'session')
          ? removeButton(device, id, state, context)
          : nothing
      }
    </li>
  `;
}

function removeButton(device: Device, name: string, state: DevicesState, context: DevicesContext): TemplateResult {
  const { strings } = context.localization;
  return html`<button
    class="button"
    part="button"
    type="button"
    aria-describedby=${name}
    aria-disabled=${isBusy(state)}
    @click=${() => context.send({ type: 'remove', device })}
  >
    ${device.kind === 'session' ? strings.signOut : strings.forget}
  </button>`;
}

/** An answer is awaited, and no change can begin. */
function isBusy({ at }: DevicesState): boolean {
  return at === 'removing' || at === 'rereading';
}

/** “Last used 5 minutes ago”, and “203.0.113.7” or until when the device is trusted. */
function detailOf({ kind, address, lastUsedAt, expiresAt }: Device, { localization, now }: DevicesContext): Part {
  const { strings, locale } = localization;
  const ago = formatAgo(lastUsedAt, locale, now);
  return html`
    <time datetime=${lastUsedAt} title=${formatMoment(lastUsedAt, locale)}
      >${ago === null ? strings.usedNow : strings.lastUsed(ago)}</time
    >
    ${
      kind === 'trusted_device'
        ? html`<span>${strings.trustedUntil(formatDate(expiresAt, locale))}</span>`
        : address && html`<span><bdi>${address}</bdi></span>`
    }
  `;
}

function noticeView(state: DevicesState, strings: Texts): Part {
  if (state.at !== 'listing' || !state.notice) return nothing;
  const texts: Record<DevicesNotice, string> = {
    'signed-out': strings.signedOutNotice,
    forgotten: strings.forgottenNotice,
    'others-signed-out': strings.othersSignedOutNotice,
  };
  return html`<p class="notice">${icon(check)}<span>${texts[state.notice]}</span></p>`;
}

function failureView(failure: Failure | null, localization: Localization): Part {
  return failure
    ? html`<p class="error" part="error" role="alert">${loadFailureText(failure, localization)}</p>`
    : nothing;
}

/** A page may set any object as a client, one with throwing getters included. */
function can(client: TwoFactorClient | null, method: 'removeDevice' | 'removeOtherDevices'): boolean {
  try {
    return client?.[method] !== undefined;
  } catch {
    return false;
  }
}
