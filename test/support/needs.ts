import { mark, unsupported, type Feature } from './engines/unsupported.js';

/** A test that needs a feature. An engine without it, by the table in unsupported.ts, counts and reports the test instead. */
export function itNeeds(feature: Feature, title: string, test: TestBody): void {
  if (unsupported[engine()]?.[feature]) skip(`${title}${mark(feature)}`);
  else it(title, test);
}

// Chromium also names WebKit in its user agent, so test for Chromium first.
function engine(): string {
  if (navigator.userAgent.includes('Firefox')) return 'Firefox';
  return navigator.userAgent.includes('Chrome') ? 'Chromium' : 'WebKit';
}

// Mocha marks a test without a body as pending. mocha.d.ts does not declare it, so that no test file can do the same.
const skip = it as (title: string) => void;
