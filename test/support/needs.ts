import { lacks, mark, type Need } from './engines/lacks.js';

/** A test for engines that have this. Where one lacks it, by the table in lacks.ts, it is counted and reported instead. */
export function itNeeds(need: Need, title: string, test: TestBody): void {
  if (lacks[engine()]?.[need]) leaveOut(`${title}${mark(need)}`);
  else it(title, test);
}

// Chromium says that it is WebKit as well, so the order counts.
function engine(): string {
  if (navigator.userAgent.includes('Firefox')) return 'Firefox';
  return navigator.userAgent.includes('Chrome') ? 'Chromium' : 'WebKit';
}

// Mocha takes a title alone for a test that is pending. Not declared in mocha.d.ts, since nobody else may.
const leaveOut = it as (title: string) => void;
