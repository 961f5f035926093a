import 'harmony-2fa/define';
import { createElement, useEffect, useState } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { backEnd } from '../../../demo/hosts/back-end.js';

const client = backEnd;
const strings = { heading: 'Two steps to sign in' };

/** React sets no property on a custom element that it finds in a server's HTML, so the tags come after the first effect. */
function Page() {
  const [here, arrive] = useState(false);
  useEffect(() => arrive(true), []);
  return createElement(
    'main',
    null,
    here && createElement('harmony-2fa-setup', { product: 'Acme', client, strings }),
    here && createElement('harmony-2fa-backup-codes', { codes: ['ABCD-EFGH'] }),
  );
}

export async function render(): Promise<string> {
  const { renderToString } = await import('react-dom/server');
  return renderToString(createElement(Page));
}

export function hydrate(root: Element): void {
  hydrateRoot(root, createElement(Page));
}
