import { byId } from '../../dom.js';

const titles = { security: 'Security', profile: 'Profile', notifications: 'Notifications' };

/** Shows the panel in the hash of the address; Security without one. */
export function followHash(): void {
  show(panelOf(location.hash) ?? 'security');
  addEventListener('hashchange', () => {
    // Other fragments are inside the visible panel, such as the target of the skip link.
    const panel = panelOf(location.hash);
    if (!panel) return;
    show(panel);
    const target = document.getElementById(location.hash.slice(1)) ?? byId('main');
    target.scrollIntoView({ block: 'start' });
    target.focus({ preventScroll: true });
  });
}

function show(panel: keyof typeof titles): void {
  // Hide panels and do not remove them, so that a set-up in one panel survives a look at another.
  for (const name of Object.keys(titles)) byId(`${name}-panel`).hidden = name !== panel;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a')) {
    link.ariaCurrent = link.hash === `#${panel}` ? 'page' : null;
  }
  byId('title').textContent = titles[panel];
  document.title = `${titles[panel]} · Harmony`;
}

function panelOf(hash: string): keyof typeof titles | null {
  const name = hash.slice(1);
  // The list of workspaces is in the Security panel.
  if (name === '' || name === 'workspaces') return 'security';
  return name in titles ? (name as keyof typeof titles) : null;
}
