import './docs.css';
import { byId } from '../../dom.js';
import { connectSearch } from './search.js';

/** Opens and closes the list of pages on narrow screens. */
const menu = byId('menu');
menu.addEventListener('click', () => {
  const open = menu.getAttribute('aria-expanded') !== 'true';
  menu.setAttribute('aria-expanded', String(open));
});

connectSearch();

// A page without live examples does not load the elements.
const places = document.querySelectorAll<HTMLElement>('[data-live]');
if (places.length > 0) {
  const { show } = await import('./live.js');
  for (const place of places) show(place);
}
