/*
 * How long a person waits for the code field, against the least that Lit can do: on a slow phone and a slow network, the
 * challenge's field takes the focus within 1.15 times the wait for a bare Lit page with one field.
 *
 *   npm run build && npm run bench:page        ROUNDS=31 for a closer look
 *
 * Each round loads both pages, in turns first, with nothing cached, and the processor at a quarter of its speed. The
 * network is Chrome's own “Slow 3G”, which decides: 400 kbit/s each way and 2,000 ms for each answer, five times the
 * 400 ms of such a network because a throttled browser skips the round trips that open a connection. The same without
 * that factor is printed too: there every byte and every millisecond of script shows.
 */
import { launchBrowser } from '../support/launch-browser.js';
import { serve, type Source } from './pages.js';

const rounds = Number(process.env['ROUNDS'] ?? 11);
const limit = 1.15;
const bytesPerSecond = 50_000;
const slow3G = 2_000;
const roundTrip = 400;
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
  // The first visit starts the browser's own processes; nobody counts it.
  await visit('bare', 0);
  if ((await compare('slow 3G', slow3G)) > limit) process.exitCode = 1;
  await compare('slow 3G, connections for nothing', roundTrip);
} finally {
  await browser.close();
  site.close();
}

/** How many times the wait for the bare page a person waits for the challenge, by the medians. */
async function compare(network: string, latency: number): Promise<number> {
  const waits = { challenge: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['challenge', 'bare'] as const) : (['bare', 'challenge'] as const);
    for (const name of order) waits[name].push(await visit(name, latency));
  }
  const ratio = median(waits.challenge) / median(waits.bare);
  const ratios = waits.challenge.map((wait, round) => wait / waits.bare[round]!);
  print(`${network}: ${latency} ms, ${(bytesPerSecond * 8) / 1000} kbit/s, processor at 1/${slowdown}`);
  for (const [name, values] of Object.entries(waits)) {
    const kilobytes = (site.scriptSizes[name]! / 1000).toFixed(1);
    print(`  ${name.padEnd(9)} ${spread(values, (value) => `${Math.round(value)} ms`)}, ${kilobytes} kB of script`);
  }
  print(`  of rounds ${spread(ratios, (value) => value.toFixed(3))}`);
  print(`  ratio     ${ratio.toFixed(3)} of the medians, ${ratio <= limit ? 'within' : 'above'} ${limit}`);
  return ratio;
}

/** Milliseconds from the start of the navigation until the field takes the focus, in a browser that knows nothing yet. */
async function visit(name: keyof typeof pages, latency: number): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.addInitScript({ content: watchForField });
  await page.goto(`${site.origin}/${name}`, { waitUntil: 'commit' });
  const wait = await page.evaluate<number>('window.focusable');
  await context.close();
  return wait;
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
