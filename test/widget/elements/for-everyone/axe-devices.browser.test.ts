import { expect } from '@open-wc/testing';
import { devicesStates } from '../../../support/element-states.js';
import { emulateMedia } from '../../../support/media.js';

describe('axe finds nothing in the list of sessions and devices', () => {
  before(() => {
    // The background of the page follows, as on a host with a dark mode.
    Object.assign(document.documentElement.style, { colorScheme: 'light dark', background: 'Canvas' });
    document.documentElement.lang = 'en';
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [state, open] of Object.entries(devicesStates)) {
      it(`${state}, ${colorScheme}`, async () => {
        // A dialog has no contrast while it fades in.
        await emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const { element } = await open();
        await expect(element).to.be.accessible();
      });
    }
  }
});
