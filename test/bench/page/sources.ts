import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { entries } from '../../support/bundle.js';
import type { Source } from './site.js';

const peers = join(import.meta.dirname, '..', 'peers');

/** Three pages that ask for a code: ours, the smallest possible Lit element, and another package. */
export const challenge: Source = {
  script: entries.challengeAlone,
  body: '<harmony-2fa-challenge></harmony-2fa-challenge>',
};

export const bare: Source = {
  script: `
    import { html, LitElement } from 'lit';

    class SignInCode extends LitElement {
      render() {
        return html\`
          <form @submit=\${this.answer}>
            <label for="code">Enter the 6-digit code from your authenticator app</label>
            <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" />
          </form>
        \`;
      }

      answer(event) {
        event.preventDefault();
        const code = this.renderRoot.querySelector('input').value;
        const headers = { 'Content-Type': 'application/json' };
        void fetch('/api/2fa/challenge', { method: 'POST', headers, body: JSON.stringify({ code }) });
      }
    }

    customElements.define('sign-in-code', SignInCode);
  `,
  body: '<sign-in-code></sign-in-code>',
};

export const hanko: Source = {
  script: `
    import { register } from '@teamhanko/hanko-elements';

    await register(location.origin + '/api/hanko');
  `,
  body: '<hanko-auth></hanko-auth>',
  resolveDir: peers,
};

/** Only `npm run bench` installs the peers, which have a package.json of their own. */
export const hankoIsInstalled = existsSync(join(peers, 'node_modules', '@teamhanko', 'hanko-elements'));

/** Pages whose module also has the measuring code, as a global that the bench calls. */
export const mounts: Source = {
  script: entries.bothTags + globalFrom('mounts', 'mount'),
  body: '',
};

export const keyPress: Source = {
  script: entries.challengeAlone + globalFrom('key-press', 'keys'),
  body: '<harmony-2fa-challenge no-auto-submit></harmony-2fa-challenge> <input id="bare" inputmode="numeric" />',
};

export const qrCode: Source = {
  script: `import 'harmony-2fa/harmony-2fa-qr-code';` + globalFrom('qr-code', 'draw'),
  body: '<harmony-2fa-qr-code></harmony-2fa-qr-code>',
};

function globalFrom(file: string, name: string): string {
  return `import { ${name} } from './test/bench/page/in-page/${file}.ts'; Object.assign(window, { ${name} });`;
}
