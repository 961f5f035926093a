import { expect } from '@open-wc/testing';
import { enrolmentStates } from '../../../support/element-states.js';
import { emulateMedia } from '../../../support/media.js';

describe('axe finds nothing in the enrolment at sign-in', () => {
  before(() => {
    // The background of the page follows, as on a host with a dark mode.
    Object.assign(document.documentElement.style, { colorScheme: 'light dark', background: 'Canvas' });
    document.documentElement.lang = 'en';
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [state, open] of Object.entries(enrolmentStates)) {
      it(`${state}, ${colorScheme}`, async () => {
        await emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const { element } = await open();
        await expect(element).to.be.accessible();
      });
    }
  }
});
