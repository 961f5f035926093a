import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Section } from '../section.js';
import type { Site } from './site.js';

/** The input of each measurement of this section. */
export interface Bench {
  browser: Browser;
  site: Site;
}
export type Part = Pick<Section, 'goals' | 'figures'>;

export interface Visit {
  page: Page;
  devtools: CDPSession;
}

export interface Conditions {
  /** Milliseconds for each answer, at 400 kbit/s each way. Without it the network is not throttled. */
  latency?: number;
  /** The factor of the processor throttling. */
  slowdown?: number;
  /** Runs before the page's own scripts. */
  initScript?: string;
}

/** Chrome's “Slow 3G”, each way: 400 kbit/s. */
export const bytesPerSecond = 50_000;

/** Opens a page in a new browser context with an empty cache, and closes it again. */
export async function visit<Result>(
  { browser, site }: Bench,
  name: string,
  { latency, slowdown, initScript }: Conditions,
  look: (visit: Visit) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    if (latency !== undefined) {
      const throughput = { downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond };
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', { offline: false, latency, ...throughput });
    }
    if (slowdown !== undefined) await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    if (initScript !== undefined) await page.addInitScript({ content: initScript });
    await page.goto(`${site.origin}/${name}`, { waitUntil: initScript === undefined ? 'load' : 'commit' });
    return await look({ page, devtools });
  } finally {
    await context.close();
  }
}

export type Metric = 'JSEventListeners' | 'JSHeapUsedSize' | 'Nodes' | 'ScriptDuration' | 'V8CompileDuration';

/** Chrome's counters for a page. Send `Performance.enable` first. */
export async function metricsOf(devtools: CDPSession): Promise<Record<Metric, number>> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value])) as Record<Metric, number>;
}
