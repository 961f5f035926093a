import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { driverFunctions } from '../../server/conformance/driver/driver.js';
import { exitCodes } from '../../server/conformance/run/verdict.js';
import { renderPage } from './page.js';

describe('the page about the conformance kit', () => {
  it('has the promises, the checks and the planted faults as they are: run npm run docs:conformance', async () => {
    const { current, right } = await renderPage();
    assert.ok(current === right, 'demo/docs/conformance.md has drifted: run npm run docs:conformance');
  });

  it('names every function of a driver and every exit code', async () => {
    const { current } = await renderPage();
    for (const name of driverFunctions) assert.ok(current.includes(`\`${name}`), name);
    for (const code of Object.values(exitCodes)) assert.match(current, new RegExp(`\\| \`?${code}\`? `), String(code));
  });
});
