/*
 * How long a person waits for the code field, against the least that Lit can do: on a slow phone and a slow network, the
 * challenge's field takes the focus within 1.15 times the wait for a bare Lit page with one field.
 *
 *   npm run build && npm run bench:page        ROUNDS=31 for a closer look
 *
 * Each round loads both pages, in turns first, with nothing cached. The network is throttled by the browser to what
 * WebPageTest calls slow 3G, 400 kbit/s each way and 400 ms for each answer; the processor to a quarter of its speed.
 */
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/launch-browser.js';
import { serve, type Source } from './pages.js';

const rounds = Number(process.env['ROUNDS'] ?? 15);
const limit = 1.15;
const slowNetwork = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const slowdown = 4;

const pages = {
  challenge: { tag: 'harmony-2fa-challenge', script: `import 'harmony-2fa/harmony-2fa-challenge';` },
  bare: {
    tag: 'sign-in-code',
    script: `
      import { html, LitElement } from 'lit';

      class SignInCode extends LitElement {
        render() {
          return html\`
            <form>
              <label for="code">Enter the 6-digit code from your authenticator app</label>
              <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" />
            </form>
          \`;
        }
      }

      customElements.define('sign-in-code', SignInCode);
    `,
  },
} satisfies Record<string, Source>;

/** In the page, alike on both: tries at each change of any tree, and each frame, until a field has really taken the focus. */
const watchForField = `
  const fieldIn = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const field = element instanceof HTMLInputElement ? element : element.shadowRoot && fieldIn(element.shadowRoot);
      if (field) return field;
    }
    return null;
  };
  const focused = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  };
  window.focusable = new Promise((resolve) => {
    const attempt = () => {
      const field = fieldIn(document);
      field?.focus();
      if (!field || focused() !== field) return;
      resolve(performance.now());
      changes.disconnect();
    };
    const changes = new MutationObserver(attempt);
    const watch = (root) => changes.observe(root, { attributes: true, childList: true, subtree: true });
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      const root = attachShadow.call(this, options);
      watch(root);
      return root;
    };
    const eachFrame = () => {
      attempt();
      requestAnimationFrame(eachFrame);
    };
    watch(document);
    eachFrame();
  });
`;

const site = await serve(pages);
const browser = await launchBrowser();
try {
  const waits = { challenge: [] as number[], bare: [] as number[] };
  // The first visit starts the browser's own processes; nobody counts it.
  for (const name of ['challenge', 'bare'] as const) await visit(browser, `${site.origin}/${name}`);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['challenge', 'bare'] as const) : (['bare', 'challenge'] as const);
    for (const name of order) waits[name].push(await visit(browser, `${site.origin}/${name}`));
  }
  report(waits);
} finally {
  await browser.close();
  site.close();
}

/** Milliseconds from the start of the navigation until the field takes the focus, in a browser that knows nothing yet. */
async function visit(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', slowNetwork);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.addInitScript({ content: watchForField });
  await page.goto(url, { waitUntil: 'commit' });
  const wait = await page.evaluate<number>('window.focusable');
  await context.close();
  return wait;
}

function report(waits: Record<keyof typeof pages, number[]>): void {
  for (const [name, values] of Object.entries(waits)) {
    const kilobytes = (site.scriptSizes[name]! / 1000).toFixed(1);
    print(`${name.padEnd(9)} ${spread(values, (value) => `${Math.round(value)} ms`)}, ${kilobytes} kB of script`);
  }
  const ratio = median(waits.challenge) / median(waits.bare);
  const ratios = waits.challenge.map((wait, round) => wait / waits.bare[round]!);
  const kept = ratio <= limit;
  print(`of rounds ${spread(ratios, (value) => value.toFixed(3))}`);
  print(`ratio     ${ratio.toFixed(3)} of the medians, ${kept ? 'within' : 'above'} ${limit}`);
  if (!kept) process.exitCode = 1;
}

function spread(values: number[], show: (value: number) => string): string {
  return `${show(median(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))})`;
}

function median(values: number[]): number {
  const sorted = values.toSorted((first, second) => first - second);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
