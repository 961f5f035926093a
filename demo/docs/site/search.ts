import MiniSearch from 'minisearch';
import { byId } from '../../dom.js';
import { searchOptions, type SearchEntry } from './search-options.js';

const maxResults = 8;

/** Fetches the index when the field first gets the focus, and lists results while a person types. */
export function connectSearch(): void {
  const field = byId<HTMLInputElement>('search');
  const results = byId('search-results');
  const list = byId('search-list');
  const count = byId('search-count');
  let index: Promise<MiniSearch<SearchEntry>> | undefined;

  const load = (): Promise<MiniSearch<SearchEntry>> => {
    index ??= fetchIndex().catch((error: unknown) => {
      index = undefined;
      throw error;
    });
    return index;
  };

  async function search(): Promise<void> {
    const words = field.value.trim();
    results.hidden = words === '';
    if (words === '') return;
    try {
      const found = (await load()).search(words);
      // The field may have changed while the index was loading.
      if (field.value.trim() !== words) return;
      count.textContent = found.length === 0 ? `Nothing for “${words}”.` : `${found.length} found`;
      list.replaceChildren(...found.slice(0, maxResults).map((one) => entry(one as unknown as SearchEntry)));
    } catch {
      count.textContent = 'The search is not available. Try again.';
      list.replaceChildren();
    }
  }

  field.addEventListener('focus', () => void load().catch(() => undefined), { once: true });
  field.addEventListener('input', () => void search());
  document.addEventListener('keydown', (event) => {
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === 'Escape' && !results.hidden) {
      results.hidden = true;
      field.focus();
    } else if (event.key === '/' && !(document.activeElement instanceof HTMLInputElement) && !isTyping(event)) {
      event.preventDefault();
      field.focus();
    } else if (event.key === 'Enter' && document.activeElement === field && !results.hidden) {
      links[0]?.click();
    } else if (event.key === 'ArrowDown' && (at >= 0 || document.activeElement === field) && links[at + 1]) {
      event.preventDefault();
      links[at + 1]!.focus();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      event.preventDefault();
      (links[at - 1] ?? field).focus();
    }
  });
  document.addEventListener('click', ({ target }) => {
    const inside = target instanceof Element && target.closest('.search');
    if (!inside || target.closest('a')) results.hidden = true;
  });
}

/** `document.activeElement` does not show a field inside a shadow root; the path of the event does. */
const isTyping = (event: KeyboardEvent): boolean => event.composedPath()[0] instanceof HTMLInputElement;

async function fetchIndex(): Promise<MiniSearch<SearchEntry>> {
  const answer = await fetch('/docs/search.json');
  if (!answer.ok) throw new Error(`the index: ${answer.status}`);
  return MiniSearch.loadJSON(await answer.text(), searchOptions);
}

function entry({ id, page, title }: SearchEntry): HTMLElement {
  const link = document.createElement('a');
  link.href = id;
  const name = document.createElement('span');
  name.textContent = title;
  const where = document.createElement('span');
  where.className = 'muted';
  where.textContent = page;
  link.append(name, where);
  const item = document.createElement('li');
  item.append(link);
  return item;
}
