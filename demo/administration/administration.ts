import '../../widget/define.js';
import { createHttpClient } from '../../widget/client/index.js';
import { byId } from '../dom.js';
import '../phone/harmony-demo-phone.js';
import { hasSession, showPage } from '../preferences/page.js';
import { readPeople, type PeoplePage, type Person, type SessionError } from '../session.js';
import { askForReset } from './reset-dialog.js';
import { personRow } from './rows.js';

/** Milliseconds without a key press after which the list is read. */
const pauseMs = 250;

const rows = byId('people-rows');
const search = byId<HTMLInputElement>('search');
const state = byId<HTMLSelectElement>('state');
const more = byId<HTMLButtonElement>('more');

/** The administrator has 2FA. Without it the server refuses a reset. */
let hasFactor = false;
/** The last page that is shown. */
let shown: PeoplePage | null = null;
/** Counts the requests: only the answer to the latest one is shown. */
let latestRequest = 0;
let pause: ReturnType<typeof setTimeout> | undefined;

byId('filters').addEventListener('submit', (event) => {
  event.preventDefault();
  void list();
});
search.addEventListener('input', () => {
  clearTimeout(pause);
  pause = setTimeout(() => void list(), pauseMs);
});
state.addEventListener('change', () => void list());
more.addEventListener('click', () => void listMore());

void showPage(async () => {
  const { enabled } = await createHttpClient('/api/2fa').status();
  hasFactor = enabled;
  byId('own-factor').hidden = enabled;
  await list();
});

async function list(): Promise<void> {
  clearTimeout(pause);
  const page = await read('');
  if (!page) return;
  byId('reset-notice').textContent = '';
  byId('people-count').textContent = page.total === 0 ? '' : `${countOf(page.total)}, ${page.withTwoFactor} with 2FA`;
  byId('nobody').hidden = page.people.length > 0;
  rows.replaceChildren(...rowsOf(page));
}

async function listMore(): Promise<void> {
  const page = await read(shown?.next ?? '');
  if (!page) return;
  const added = rowsOf(page);
  rows.append(...added);
  // The button may be gone, and reading goes on at the first new row.
  added[0]?.focus();
}

/** Null when a later request has overtaken this one, and without an answer. */
async function read(after: string): Promise<PeoplePage | null> {
  latestRequest += 1;
  const request = latestRequest;
  try {
    const page = await readPeople({ search: search.value.trim(), state: state.value, after });
    if (request !== latestRequest) return null;
    byId('trouble').textContent = '';
    shown = page;
    more.hidden = page.next === null;
    return page;
  } catch (error) {
    if ((error as SessionError).code === 'not_found' && !(await hasSession())) return null;
    if (request === latestRequest)
      byId('trouble').textContent = 'The list cannot be read at the moment. Reload the page.';
    return null;
  }
}

function rowsOf({ people, own }: PeoplePage): HTMLLIElement[] {
  return people.map((person) => rowOf(person, own));
}

function rowOf(person: Person, own: string): HTMLLIElement {
  const isOwn = person.account === own;
  const resettable = hasFactor && !isOwn && person.twoFactor !== 'off';
  return personRow(person, { own: isOwn, onReset: resettable ? () => openReset(person, own) : null });
}

function openReset(person: Person, own: string): void {
  askForReset(person, (text, after) => {
    const row = rows.querySelector(`[data-account="${CSS.escape(person.account)}"]`);
    if (after) row?.replaceWith(rowOf(after, own));
    else row?.remove();
    byId('reset-notice').textContent = text;
    // The button that has opened the dialog is gone.
    byId('people').focus();
  });
}

function countOf(total: number): string {
  return total === 1 ? '1 person' : `${total} people`;
}
