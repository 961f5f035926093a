import 'harmony-2fa/define';
import { createSSRApp, h } from 'vue';
import { backEnd } from '../../../demo/hosts/back-end.js';

const client = backEnd;
const strings = { heading: 'Two steps to sign in' };

/** Vue writes bare tags on the server, and sets their properties when it hydrates the page. */
const page = createSSRApp({
  render: () =>
    h('main', [
      h('harmony-2fa-setup', { product: 'Acme', client, strings }),
      h('harmony-2fa-backup-codes', { codes: ['ABCD-EFGH'] }),
    ]),
});

export async function render(): Promise<string> {
  const { renderToString } = await import('vue/server-renderer');
  return renderToString(page);
}

export function hydrate(root: Element): void {
  page.mount(root);
}
