import type { html, TemplateResult } from 'lit';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import type { Notice, SetupEvent, SetupState, Subject } from '../../flow/setup-flow.js';
import type { authenticatorsEnglish } from '../../i18n/en/authenticators.js';
import type { formatDate } from '../../i18n/format.js';
import type { Localization as LocalizationOf } from '../../i18n/localize-controller.js';
import { maxAuthenticators } from '../../protocol/limits.js';
import type { Authenticator, Status } from '../../protocol/messages.js';

type Texts = typeof authenticatorsEnglish;
type Localization = LocalizationOf<Texts>;
type Send = (event: SetupEvent) => void;

interface Tools {
  html: typeof html;
  formatDate: typeof formatDate;
}

interface View {
  authenticators: readonly Authenticator[];
  localization: Localization;
  /** The methods of the client decide what a person can do. */
  client: TwoFactorClient | null;
  /** An answer is awaited. */
  busy: boolean;
  send: Send;
}

/** What the list of authenticators brings to the section. */
export interface SectionPart {
  /** The authenticators of the account, each with what can be done with it; null where the status lists none. */
  list: TemplateResult | null;
  /** The text of a change of one of them that has just happened. */
  notice: string | undefined;
}

export function authenticatorsView(
  tools: Tools,
  state: SetupState,
  localization: Localization,
  client: TwoFactorClient | null,
  send: Send,
): SectionPart {
  const { html } = tools;
  const { strings } = localization;
  const authenticators = authenticatorsOf(state);
  const busy = ['starting', 'rereading', 'leaving'].includes(state.at);
  const texts: Partial<Record<Notice, string>> = {
    added: strings.addedNotice,
    renamed: strings.renamedNotice,
    removed: strings.removedNotice,
  };
  const change = state.at === 'idle' && state.notice;
  const notice = change ? texts[change] : undefined;
  // The answer to a removal may list none.
  if (!authenticators) return { list: null, notice };
  const view = { authenticators, localization, client, busy, send };
  const list = html`
    <div class="authenticators" part="authenticators">
      <h3 id="authenticators" part="authenticators-title">${strings.authenticatorsTitle}</h3>
      <ul role="list" aria-labelledby="authenticators">
        ${authenticators.map((authenticator, index) => itemView(tools, authenticator, `authenticator-${index}`, view))}
      </ul>
      ${
        authenticators.length < maxAuthenticators
          ? can(client, 'add') && actionView(tools, strings.addAuthenticator, addition(authenticators, strings), view)
          : // Announced where it is the answer to a person who has just tried to add one.
            html`<p class="muted" part="authenticators-full" role=${change === 'full' ? 'alert' : 'note'}>
              ${strings.authenticatorsFull}
            </p>`
      }
    </div>
  `;
  return { list, notice };
}

function authenticatorsOf(state: SetupState): readonly Authenticator[] | false | undefined {
  const { status } = (state.at === 'discarding' ? state.back : state) as { status?: Status };
  return status?.enabled && status.authenticators;
}

function itemView(tools: Tools, authenticator: Authenticator, id: string, view: View): TemplateResult {
  const { html, formatDate } = tools;
  const { strings, locale } = view.localization;
  const { addedAt, lastUsedAt } = authenticator;
  const name = displayName(authenticator, strings);
  const subject = { authenticator: { ...authenticator, name }, name };
  const used = lastUsedAt === null ? strings.notUsedYet : strings.lastUsedOn(formatDate(lastUsedAt, locale));
  const removable = view.authenticators.length > 1 ? can(view.client, 'remove') : null;
  return html`
    <li part="authenticator">
      <div class="authenticator">
        <bdi id=${id} part="authenticator-name">${name}</bdi>
        <span class="muted" part="authenticator-facts">${strings.addedOn(formatDate(addedAt, locale))} · ${used}</span>
      </div>
      <div class="authenticator-actions">
        ${can(view.client, 'rename') && actionView(tools, strings.rename, { intent: 'rename', subject }, view, id)}
        ${removable && actionView(tools, strings.remove, { intent: 'remove', subject }, view, id)}
      </div>
    </li>
  `;
}

interface Action {
  intent: 'add' | 'rename' | 'remove';
  subject: Subject;
}

function actionView(
  { html }: Tools,
  label: string,
  action: Action,
  { busy, send }: View,
  describedBy = 'authenticators',
): TemplateResult {
  return html`<button
    class="button ${action.intent === 'remove' ? 'loses' : ''}"
    part="button"
    type="button"
    aria-haspopup="dialog"
    aria-describedby=${describedBy}
    aria-disabled=${busy}
    @click=${() => send({ type: 'open', ...action })}
  >
    ${label}
  </button>`;
}

/** The addition of one more, with a name that no other has. */
function addition(authenticators: readonly Authenticator[], strings: Texts): Action {
  const taken = new Set(authenticators.map((authenticator) => displayName(authenticator, strings)));
  let number = authenticators.length + 1;
  while (taken.has(strings.authenticatorName(number))) number += 1;
  return { intent: 'add', subject: { name: strings.authenticatorName(number) } };
}

/**
 * A server names an authenticator without a name `Authenticator 2` (`freeName` of the reference server). A person reads that name in the
 * language of the page.
 */
function displayName({ name }: Authenticator, strings: Texts): string {
  const [, number] = /^Authenticator ([1-9]\d?)$/.exec(name) ?? [];
  return number === undefined ? name : strings.authenticatorName(Number(number));
}

/** Whether the client makes a change; null when it does not. A page may set any object as a client, one with throwing getters included. */
function can(client: TwoFactorClient | null, intent: Action['intent']): true | null {
  try {
    const { changes, nameAuthenticator, removeAuthenticator } = client!;
    const methods = { add: changes?.includes('add') ?? true, rename: nameAuthenticator, remove: removeAuthenticator };
    return methods[intent] ? true : null;
  } catch {
    return null;
  }
}
