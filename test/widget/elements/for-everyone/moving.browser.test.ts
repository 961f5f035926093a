import { expect, fixture, html } from '@open-wc/testing';
import {
  ChallengeDriver,
  DevicesDriver,
  elementsIn,
  EnrolmentDriver,
  focused,
  SetupDriver,
  turn,
  until,
} from '../../../support/element-drivers.js';
import { backupCodes, FakeClient } from '../../../support/fake-client.js';

type Move = (element: Element, to: Element) => void | Promise<void>;

const moves: Record<string, Move> = {
  'appended elsewhere': (element, to) => to.append(element),
  'taken out and put back': (element) => {
    const { parentElement } = element;
    element.remove();
    parentElement!.append(element);
  },
  'put back by a promise': async (element, to) => {
    element.remove();
    await Promise.resolve();
    to.append(element);
  },
  'moved with what is around it': (element, to) => to.append(element.parentElement!),
  wrapped: (element) => {
    const wrapper = document.createElement('section');
    element.replaceWith(wrapper);
    wrapper.append(element);
  },
  'moved twice': (element, to) => {
    to.append(element);
    document.body.append(element);
    to.append(element);
  },
  'moved by moveBefore': (element, to) => {
    const { moveBefore } = to as Element & { moveBefore?(node: Node, before: Node | null): void };
    if (moveBefore) moveBefore.call(to, element, null);
    else to.append(element);
  },
};

describe('an element that the page moves', () => {
  for (const [how, move] of Object.entries(moves)) {
    it(`keeps an open set-up and what was typed: ${how}`, async () => {
      const client = new FakeClient();
      const setup = await SetupDriver.enrolling(client);
      await setup.typeCode('123');
      await setup.tick();
      await move(setup.element, await fixture(html`<div lang="en"></div>`));
      await turn();
      await setup.seesDialog('Set Up Two-Factor Authentication');
      expect(setup.scope.matches(':modal')).to.be.true;
      expect(setup.listedCodes).to.deep.equal(backupCodes);
      expect(setup.codeField.value).to.equal('123');
      expect(setup.savedBox.checked).to.be.true;
      expect(client.calls.map(({ operation }) => operation)).to.deep.equal(['status', 'status', 'beginSetup']);
      await setup.typeCode('123456');
      await setup.press('Verify');
      await setup.seesNoDialog();
    });

    it(`keeps the code of a challenge: ${how}`, async () => {
      const client = new FakeClient();
      const challenge = await ChallengeDriver.open(client);
      await challenge.typeCode('1234');
      await move(challenge.element, await fixture(html`<div lang="en"></div>`));
      await turn();
      expect(challenge.codeField.value).to.equal('1234');
      expect(client.times('readChallenge')).to.equal(1);
      await challenge.typeCode('123456');
      await challenge.sees('Verified.');
    });
  }

  it('keeps a backup code', async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    await challenge.press('Use a backup code');
    await challenge.type('Backup code', 'ABCD-');
    (await fixture(html`<div lang="en"></div>`)).append(challenge.element);
    await turn();
    expect(challenge.field('Backup code').value).to.equal('ABCD-');
  });

  it('keeps a code that was typed while the challenge was loading', async () => {
    const client = new FakeClient();
    const answer = client.holds('readChallenge');
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('123456');
    (await fixture(html`<div lang="en"></div>`)).append(challenge.element);
    await turn();
    answer.give();
    await challenge.sees('Verified.');
  });

  it('keeps the value of a page’s own input', async () => {
    const element = await fixture(html`<harmony-2fa-code-input><input slot="input" /></harmony-2fa-code-input>`);
    const input = element.querySelector('input')!;
    input.focus();
    document.execCommand('insertText', false, '1234');
    (await fixture(html`<div></div>`)).append(element);
    await turn();
    expect(input.value).to.equal('1234');
  });

  it('restores the focus in an open dialog', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    await setup.typeCode('123');
    const field = setup.codeField;
    (await fixture(html`<div lang="en"></div>`)).append(setup.element);
    await until(() => focused() === field, 'the field has lost the focus');
  });
});

describe('a client that is a new object at each render of the host', () => {
  it('leaves an open set-up as it is, and gets the next requests', async () => {
    const first = new FakeClient();
    const setup = await SetupDriver.enrolling(first);
    await setup.typeCode('123');
    const second = new FakeClient();
    setup.element.client = second;
    await turn();
    await setup.seesDialog('Set Up Two-Factor Authentication');
    expect(setup.codeField.value).to.equal('123');
    await setup.verify();
    await setup.seesNoDialog();
    expect(first.times('confirmSetup')).to.equal(0);
    expect(second.calls.map(({ operation }) => operation)).to.deep.equal(['confirmSetup']);
  });

  it('leaves a typed code as it is', async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    await challenge.typeCode('1234');
    const second = new FakeClient();
    challenge.element.client = second;
    await turn();
    expect(challenge.codeField.value).to.equal('1234');
    await challenge.typeCode('123456');
    await challenge.sees('Verified.');
    expect(second.calls.map(({ operation }) => operation)).to.deep.equal(['answerChallenge']);
  });

  it('does not begin the first request again, which may take longer than a render', async () => {
    const first = new FakeClient();
    const answers = [first.holds('status'), first.holds('beginSetup'), first.holds('devices')];
    const setup = await SetupDriver.open(first);
    const enrolment = await EnrolmentDriver.open(first);
    const devices = await DevicesDriver.open(first);
    await until(() => first.times('beginSetup') === 1, 'the set-up is not begun');
    const second = new FakeClient();
    for (const { element } of [setup, enrolment, devices]) element.client = second;
    await turn();
    for (const answer of answers) answer.give();
    await setup.sees('Enable 2FA');
    await enrolment.sees('Scan the QR code');
    await devices.sees('Safari on iOS');
    expect(second.calls).to.deep.equal([]);
  });
});

describe('an element in another document', () => {
  const frame = async () => {
    const element = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    return element.contentDocument!;
  };
  /** Computed styles that come from the first and the last style sheet of an element. */
  const looks = (root: Element) =>
    elementsIn(root)
      .filter((one) => one.matches('button, h2, dialog, .icon, .box, li'))
      .map((one) => {
        const { fontWeight, borderRadius, display, strokeWidth } = one.ownerDocument.defaultView!.getComputedStyle(one);
        return [one.localName, fontWeight, borderRadius, display, strokeWidth].join(' ');
      });

  it('keeps its styles and those of its dialogs, there and back', async () => {
    const setup = await SetupDriver.open(new FakeClient());
    await setup.confirmEnabling();
    await setup.seesDialog('Set Up Two-Factor Authentication');
    await setup.tick();
    await setup.press('Cancel');
    await setup.seesNoDialog();
    const before = looks(setup.element);
    expect(before.join()).to.contain('8px');
    const home = setup.element.parentElement!;
    (await frame()).body.append(setup.element);
    await turn();
    await setup.element.updateComplete;
    expect(looks(setup.element)).to.deep.equal(before);
    home.append(setup.element);
    await turn();
    expect(looks(setup.element)).to.deep.equal(before);
  });

  it('has its styles when it is created for that document', async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    const before = looks(challenge.element);
    const element = Object.assign(document.createElement('harmony-2fa-challenge'), { client: new FakeClient() });
    element.lang = 'en';
    (await frame()).body.append(element);
    await until(() => looks(element).length === before.length, 'it is not shown');
    expect(looks(element)).to.deep.equal(before);
  });

  it('keeps the style sheets of extensions', async () => {
    const setup = await SetupDriver.open(new FakeClient());
    const foreign = new CSSStyleSheet();
    setup.element.shadowRoot!.adoptedStyleSheets.push(foreign);
    await setup.confirmEnabling();
    await setup.seesDialog('Set Up Two-Factor Authentication');
    expect(setup.element.shadowRoot!.adoptedStyleSheets.includes(foreign)).to.be.true;
    const challenge = document.createElement('harmony-2fa-challenge');
    challenge.client = new FakeClient();
    (await fixture(html`<div></div>`)).append(challenge);
    challenge.shadowRoot!.adoptedStyleSheets.push(foreign);
    await challenge.updateComplete;
    expect(challenge.shadowRoot!.adoptedStyleSheets.includes(foreign)).to.be.true;
  });
});
