import './docs.css';
import { byId } from '../../dom.js';
import { connectSearch } from './search.js';

/** The list of pages, which narrow screens fold away. */
const menu = byId('menu');
menu.addEventListener('click', () => {
  const open = menu.getAttribute('aria-expanded') !== 'true';
  menu.setAttribute('aria-expanded', String(open));
});

connectSearch();

// A page of text fetches none of the elements.
const places = document.querySelectorAll<HTMLElement>('[data-live]');
if (places.length > 0) {
  const { show } = await import('./live.js');
  for (const place of places) show(place);
}
