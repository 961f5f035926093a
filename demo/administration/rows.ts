import type { Person } from '../session.js';

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const states = { on: '✓ 2FA on', off: '2FA off', damaged: 'Damaged' };

export interface PersonRowOptions {
  /** Whether it is the account of the administrator. */
  own: boolean;
  /** Null where nothing can be reset. */
  onReset: (() => void) | null;
}

/** A person with the state of 2FA, what is known of it, and a button that resets it. */
export function personRow(person: Person, { own, onReset }: PersonRowOptions): HTMLLIElement {
  const item = document.createElement('li');
  item.dataset['account'] = person.account;
  // The focus comes here after “Show more”.
  item.tabIndex = -1;
  const name = document.createElement('strong');
  name.append(
    own ? `${person.address} (you)` : person.address,
    text('span', states[person.twoFactor], `badge ${person.twoFactor}`),
  );
  item.append(name, ...detailsOf(person).map((detail) => text('p', detail, 'muted')));
  if (onReset) item.append(resetButton(person.address, onReset));
  return item;
}

function detailsOf({ twoFactor, enabledAt, backupCodesLeft, lastUsedAt, lastUsedBy, requiredFrom }: Person): string[] {
  switch (twoFactor) {
    case 'on': {
      const codes = backupCodesLeft === 1 ? '1 backup code' : `${backupCodesLeft ?? 'unreadable'} backup codes`;
      const use = lastUsedBy === 'backup_code' ? 'a backup code' : 'the authenticator app';
      return [`Since ${dayOf(enabledAt)} · authenticator app, ${codes}`, `Last used ${dayOf(lastUsedAt)} with ${use}`];
    }
    case 'off':
      return requiredFrom === null ? ['Password only'] : [`Password only · ${describeRule(requiredFrom)}`];
    case 'damaged':
      return ['What is stored of it cannot be read. A reset deletes that, and turns 2FA off.'];
  }
}

function describeRule(from: string): string {
  return new Date(from) > new Date() ? `2FA required from ${dayOf(from)}` : '2FA required at the next sign-in';
}

function dayOf(time: string | null): string {
  return time === null ? 'unknown' : day.format(new Date(time));
}

function resetButton(address: string, onReset: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button loses';
  button.textContent = 'Reset 2FA';
  button.ariaLabel = `Reset 2FA of ${address}`;
  button.ariaHasPopup = 'dialog';
  button.addEventListener('click', onReset);
  return button;
}

function text(tag: 'span' | 'p', content: string, className: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = content;
  element.className = className;
  return element;
}
