import 'harmony-2fa/define';
import { createElement, useEffect, useState } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { backEnd } from '../../../demo/hosts/back-end.js';

const client = backEnd;
const strings = { heading: 'Two steps to sign in' };

/** React sets no property on a custom element of the server's HTML, so the page renders the tags after its first effect. */
function Page() {
  const [hydrated, setHydrated] = useState(false);
  useEffect(() => setHydrated(true), []);
  return createElement(
    'main',
    null,
    hydrated && createElement('harmony-2fa-setup', { product: 'Acme', client, strings }),
    hydrated && createElement('harmony-2fa-backup-codes', { codes: ['ABCD-EFGH'] }),
  );
}

export async function render(): Promise<string> {
  const { renderToString } = await import('react-dom/server');
  return renderToString(createElement(Page));
}

export function hydrate(root: Element): void {
  hydrateRoot(root, createElement(Page));
}
