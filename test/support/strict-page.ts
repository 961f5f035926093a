import { executeServerCommand } from '@web/test-runner-commands';

/**
 * Runs first in every browser test (see web-test-runner.config.js). A test fails when anything is written to `console.error`
 * or violates the content policy of the page, even if its own assertions pass.
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

// The tests of a file share a page. A frame that is removed takes the focus with it, and a Tab after the last control moves
// the focus to the browser's tool bar.
beforeEach(async () => {
  window.focus();
  if (!document.hasFocus()) await executeServerCommand('harmony:focus-page');
});
