import { html, nothing, type TemplateResult } from 'lit';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import type { Intent, Notice, SetupEvent } from '../../flow/setup-flow.js';
import type { authenticatorsEnglish } from '../../i18n/en/authenticators.js';
import { formatDate } from '../../i18n/format.js';
import type { Localization as LocalizationOf } from '../../i18n/localize-controller.js';
import type { Authenticator } from '../../protocol/messages.js';

type Localization = LocalizationOf<typeof authenticatorsEnglish>;
type Send = (event: SetupEvent) => void;

/** As many as a back end keeps for one account. */
const mostAuthenticators = 5;

export interface AuthenticatorsView {
  authenticators: readonly Authenticator[];
  localization: Localization;
  /** The methods of the client decide what a person can do. */
  client: TwoFactorClient | null;
  /** An answer is awaited. */
  busy: boolean;
  send: Send;
}

/** The authenticators of the account, each with what can be done with it. */
export function authenticatorsView(view: AuthenticatorsView): TemplateResult {
  const { authenticators } = view;
  const { strings } = view.localization;
  return html`
    <div class="authenticators" part="authenticators">
      <h3 id="authenticators" part="authenticators-title">${strings.authenticatorsTitle}</h3>
      <ul role="list" aria-labelledby="authenticators">
        ${authenticators.map((authenticator, index) => itemView(authenticator, `authenticator-${index}`, view))}
      </ul>
      ${
        authenticators.length < mostAuthenticators
          ? nothing
          : html`<p class="muted" part="authenticators-full">${strings.authenticatorsFull}</p>`
      }
    </div>
  `;
}

function itemView(authenticator: Authenticator, id: string, view: AuthenticatorsView): TemplateResult {
  const { strings, locale } = view.localization;
  const { addedAt, lastUsedAt } = authenticator;
  const shown = { ...authenticator, name: nameOf(authenticator, strings) };
  const used = lastUsedAt === null ? strings.notUsedYet : strings.lastUsedOn(formatDate(lastUsedAt, locale));
  return html`
    <li part="authenticator">
      <div class="authenticator">
        <bdi id=${id} part="authenticator-name">${shown.name}</bdi>
        <span class="muted" part="authenticator-facts">${strings.addedOn(formatDate(addedAt, locale))} · ${used}</span>
      </div>
      <div class="authenticator-actions">
        ${can(view.client, 'nameAuthenticator') ? button('rename', strings.rename, shown, id, view) : nothing}
        ${
          view.authenticators.length > 1 && can(view.client, 'removeAuthenticator')
            ? button('remove', strings.remove, shown, id, view)
            : nothing
        }
      </div>
    </li>
  `;
}

function button(
  intent: 'rename' | 'remove',
  label: string,
  authenticator: Authenticator,
  describedBy: string,
  { busy, send }: AuthenticatorsView,
): TemplateResult {
  return html`<button
    class="button ${intent === 'remove' ? 'loses' : ''}"
    part="button"
    type="button"
    aria-haspopup="dialog"
    aria-describedby=${describedBy}
    aria-disabled=${busy}
    @click=${() => send({ type: 'open', intent, authenticator, name: authenticator.name })}
  >
    ${label}
  </button>`;
}

/** What “Add another authenticator” begins; null when there are as many as there can be. */
export function addAction(
  authenticators: readonly Authenticator[],
  { strings }: Localization,
): { label: string; open: Extract<SetupEvent, { type: 'open' }> } | null {
  if (authenticators.length >= mostAuthenticators) return null;
  const taken = new Set(authenticators.map((authenticator) => nameOf(authenticator, strings)));
  let number = authenticators.length + 1;
  while (taken.has(strings.authenticatorName(number))) number += 1;
  const name = strings.authenticatorName(number);
  return { label: strings.addAuthenticator, open: { type: 'open', intent: 'add' satisfies Intent, name } };
}

/** The text of a change of one authenticator; null for any other change. */
export function noticeText(notice: Notice, { strings }: Localization): string | null {
  const texts: Partial<Record<Notice, string>> = {
    added: strings.addedNotice,
    renamed: strings.renamedNotice,
    removed: strings.removedNotice,
  };
  return texts[notice] ?? null;
}

/** A server gives a number to an authenticator that nobody has named. A person reads it in the language of the page. */
function nameOf({ name }: Authenticator, strings: Localization['strings']): string {
  const [, number] = /^Authenticator ([1-9]\d?)$/.exec(name) ?? [];
  return number === undefined ? name : strings.authenticatorName(Number(number));
}

/** A page may set any object as a client, one with throwing getters included. */
function can(client: TwoFactorClient | null, method: 'nameAuthenticator' | 'removeAuthenticator'): boolean {
  try {
    return client?.[method] !== undefined;
  } catch {
    return false;
  }
}
