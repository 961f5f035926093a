import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  ChallengeDriver,
  SetupDriver,
  until,
  type ElementDriver,
  type ElementOf,
} from '../../../support/element-drivers.js';
import { backupCodes, FakeClient, statusOn, statusWith } from '../../../support/fake-client.js';

/** Password managers, autofill and input methods fill a field in many ways. The element always sends the text that the field shows. */

const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;

/** Calls the native setter, as an extension does: a framework may have replaced the one of the field. */
function write(field: HTMLInputElement, text: string): void {
  setter.call(field, text);
}

function tell(field: HTMLInputElement, ...events: Event[]): void {
  events.forEach((event) => field.dispatchEvent(event));
}

const key = (type: string) => new KeyboardEvent(type, { key: 'Unidentified', bubbles: true });

const ways: Record<string, (field: HTMLInputElement, text: string) => void> = {
  'an input event that is not composed': (field, text) => {
    write(field, text);
    tell(field, new Event('input', { bubbles: true }));
  },
  'an input event that does not bubble': (field, text) => {
    write(field, text);
    tell(field, new Event('input'));
  },
  'an input event that is composed': (field, text) => {
    write(field, text);
    tell(field, new InputEvent('input', { bubbles: true, composed: true }));
  },
  'change alone': (field, text) => {
    write(field, text);
    tell(field, new Event('change', { bubbles: true }));
  },
  'keys alone': (field, text) => {
    tell(field, key('keydown'), key('keypress'));
    write(field, text);
    tell(field, key('keyup'));
  },
  'everything at once': (field, text) => {
    tell(field, new Event('focus'), key('keydown'), key('keypress'), key('keyup'));
    write(field, text);
    tell(field, key('keyup'), new Event('input', { bubbles: true }), new Event('change', { bubbles: true }));
    tell(field, new Event('blur'));
  },
  'the end of a composition, with no input after it': (field, text) => {
    tell(field, new CompositionEvent('compositionstart', { bubbles: true, composed: true }));
    write(field, text);
    tell(field, new InputEvent('input', { bubbles: true, composed: true, isComposing: true }));
    tell(field, new CompositionEvent('compositionend', { data: text, bubbles: true, composed: true }));
  },
  'change within a composition': (field, text) => {
    tell(field, new CompositionEvent('compositionstart', { bubbles: true, composed: true }));
    write(field, text);
    tell(field, new Event('change', { bubbles: true }));
  },
  'a composition that never ends': (field, text) => {
    field.focus();
    tell(field, new CompositionEvent('compositionstart', { bubbles: true, composed: true }));
    write(field, text);
    tell(field, new InputEvent('input', { bubbles: true, composed: true, isComposing: true }));
    field.blur();
  },
  'a blur alone': (field, text) => {
    field.focus();
    write(field, text);
    field.blur();
  },
  'nothing at all': write,
};

interface Place {
  text: string;
  sent: object;
  open(): Promise<{
    driver: ElementDriver<HTMLElement & ElementOf<'harmony-2fa-challenge' | 'harmony-2fa-setup'>>;
    field: HTMLInputElement;
    client: FakeClient;
  }>;
  operation: 'answerChallenge' | 'confirmSetup' | 'reauthenticate';
  button: string;
}

const methods: ('totp' | 'backup_code')[] = ['totp', 'backup_code'];
const code = '123456';
const [backupCode] = backupCodes as [string];

async function proving(asked: ('totp' | 'backup_code' | 'password')[], status = statusOn()) {
  const operation = status.enabled ? 'disable' : 'beginSetup';
  const client = new FakeClient({ status }).refuses(operation, 'reauthentication_required', { methods: asked });
  const driver = await SetupDriver.open(client);
  await driver.confirmDisabling();
  await driver.sees("Confirm it's you");
  return { driver, client };
}

const places: Record<string, Place> = {
  'the challenge': {
    text: code,
    sent: { code },
    operation: 'answerChallenge',
    button: 'Verify',
    async open() {
      const client = new FakeClient();
      const driver = await ChallengeDriver.open(client, { noAutoSubmit: true });
      return { driver, client, field: driver.codeField };
    },
  },
  'the challenge with a page’s input': {
    text: code,
    sent: { code },
    operation: 'answerChallenge',
    button: 'Verify',
    async open() {
      const client = new FakeClient();
      const element = await fixture<ElementOf<'harmony-2fa-challenge'>>(html`
        <harmony-2fa-challenge lang="en" no-auto-submit .client=${client}><input slot="code" /></harmony-2fa-challenge>
      `);
      const field = element.querySelector('input')!;
      await until(() => field.getAttribute('autocomplete') === 'one-time-code', 'the page’s input is not taken over');
      await until(() => client.times('readChallenge') === 1, 'the challenge is not read');
      return { driver: new ChallengeDriver(element), client, field };
    },
  },
  'a backup code at the challenge': {
    text: backupCode,
    sent: { backupCode },
    operation: 'answerChallenge',
    button: 'Verify',
    async open() {
      const client = new FakeClient();
      const driver = await ChallengeDriver.open(client);
      await driver.press('Use a backup code');
      return { driver, client, field: driver.field('Backup code') };
    },
  },
  'the set-up': {
    text: code,
    sent: { code },
    operation: 'confirmSetup',
    button: 'Verify',
    async open() {
      const client = new FakeClient();
      const driver = await SetupDriver.enrolling(client);
      await driver.tick();
      return { driver, client, field: driver.codeField };
    },
  },
  'the set-up with a page’s input': {
    text: code,
    sent: { code },
    operation: 'confirmSetup',
    button: 'Verify',
    async open() {
      const client = new FakeClient();
      const element = await fixture<ElementOf<'harmony-2fa-setup'>>(html`
        <harmony-2fa-setup lang="en" .client=${client}><input slot="code" /></harmony-2fa-setup>
      `);
      const driver = new SetupDriver(element);
      await driver.openSetUp();
      await driver.tick();
      const field = element.querySelector('input')!;
      await until(() => field.getAttribute('autocomplete') === 'one-time-code', 'the page’s input is not taken over');
      return { driver, client, field };
    },
  },
  'a proof by a code': {
    text: code,
    sent: { code },
    operation: 'reauthenticate',
    button: 'Disable 2FA',
    async open() {
      const { driver, client } = await proving(methods);
      return { driver, client, field: driver.codeField };
    },
  },
  'a proof by a backup code': {
    text: backupCode,
    sent: { backupCode },
    operation: 'reauthenticate',
    button: 'Disable 2FA',
    async open() {
      const { driver, client } = await proving(methods);
      await driver.press('Use a backup code');
      return { driver, client, field: driver.field('Backup code') };
    },
  },
  'a proof by a password': {
    text: 'correct horse',
    sent: { password: 'correct horse' },
    operation: 'reauthenticate',
    button: 'Disable 2FA',
    async open() {
      const { driver, client } = await proving(['password']);
      return { driver, client, field: driver.field('Password') };
    },
  },
};

for (const [place, { text, sent, open, operation, button }] of Object.entries(places)) {
  describe(`a fill of ${place}`, () => {
    for (const [way, fillBy] of Object.entries(ways)) {
      it(`by ${way} is sent by the button`, async () => {
        const { driver, client, field } = await open();
        fillBy(field, text);
        await driver.press(button);
        await until(() => client.times(operation) > 0, 'nothing is sent');
        expect(client.sent(operation)).to.deep.equal([sent]);
      });
    }

    it('that nothing told of is what Enter sends', async () => {
      const { client, field } = await open();
      field.focus();
      write(field, text);
      await sendKeys({ press: 'Enter' });
      await until(() => client.times(operation) > 0, 'nothing is sent');
      expect(client.sent(operation)).to.deep.equal([sent]);
    });
  });
}

describe('a fill of the challenge', () => {
  for (const [way, fillBy] of Object.entries(ways)) {
    it(`by ${way} is sent automatically and once`, async () => {
      const client = new FakeClient();
      const challenge = await ChallengeDriver.open(client);
      fillBy(challenge.codeField, '123 456');
      await challenge.sees('Verified.');
      expect(client.sent('answerChallenge')).to.deep.equal([{ code }]);
    });
  }
});

describe('a page with one-key shortcuts', () => {
  for (const place of ['a backup code at the challenge', 'a proof by a password', 'the set-up'] as const) {
    it(`receives no key that is typed into ${place}`, async () => {
      const { field } = await places[place]!.open();
      const heard: string[] = [];
      const listening = new AbortController();
      for (const type of ['keydown', 'keypress', 'keyup'] as const) {
        document.addEventListener(type, (event) => heard.push(event.key), listening);
      }
      field.focus();
      for (const press of ['1', 'j', '?']) await sendKeys({ press });
      listening.abort();
      expect(heard).to.deep.equal([]);
    });
  }

  it('receives no key that is typed into the name of an authenticator', async () => {
    const setup = await SetupDriver.open(new FakeClient({ status: statusWith(2) }));
    await setup.sees('Authenticators');
    await setup.pressListed('Rename', 1);
    const field = setup.field('Name');
    const heard: string[] = [];
    const listening = new AbortController();
    for (const type of ['keydown', 'keypress', 'keyup'] as const) {
      document.addEventListener(type, (event) => heard.push(event.key), listening);
    }
    field.focus();
    field.select();
    for (const press of ['j', '?']) await sendKeys({ press });
    listening.abort();
    expect(heard).to.deep.equal([]);
    expect(field.value).to.equal('j?');
  });
});
