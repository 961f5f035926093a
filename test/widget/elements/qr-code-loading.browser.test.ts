import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import '../../../widget/elements/qr-code/harmony-2fa-qr-code.js';
import { findAll, turn, until, type ElementOf } from '../../support/element-drivers.js';
import { keyUri } from '../../support/fake-client.js';

// A separate file and so a separate page: a page fetches a module once.

const fetched = () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('qr-path'));

describe('QR encoder', () => {
  it('is fetched with the first value', async () => {
    const element = await fixture<ElementOf<'harmony-2fa-qr-code'>>(html`<harmony-2fa-qr-code></harmony-2fa-qr-code>`);
    await elementUpdated(element);
    await turn();
    expect(fetched()).to.have.length(0);
    element.value = keyUri;
    await until(() => findAll(element, 'image').length === 1, 'no code is drawn');
    expect(fetched()).to.have.length(1);
  });
});
