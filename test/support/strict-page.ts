import { executeServerCommand } from '@web/test-runner-commands';

/**
 * Runs first in every browser test (see web-test-runner.config.js): a test during which anything was written to
 * `console.error`, or broke the page's content policy, has failed, whatever its own assertions say.
 */
const faults: string[] = [];

const writeError = console.error;
console.error = (...what: unknown[]) => {
  faults.push(`console.error: ${what.map(String).join(' ')}`);
  writeError(...what);
};

addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
  faults.push(`content policy: ${violatedDirective} refused ${blockedURI} (${sourceFile}:${lineNumber})`);
});

afterEach(() => {
  const seen = faults.splice(0);
  if (seen.length > 0) throw new Error(seen.join('\n'));
});

// The tests of a file share a page: a frame that goes takes the focus along, and a Tab past the last control goes on in the
// browser's own bar.
beforeEach(async () => {
  window.focus();
  if (!document.hasFocus()) await executeServerCommand('harmony:focus-page');
});
