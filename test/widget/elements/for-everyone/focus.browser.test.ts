import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { sampleMessages } from '../../../../demo/states/sample-messages.js';
import {
  ChallengeDriver,
  DevicesDriver,
  EnrolmentDriver,
  expectFocusOn,
  findAll,
  nameOf,
  SetupDriver,
  StepUpDriver,
  until,
} from '../../../support/element-drivers.js';
import { FakeClient, statusOff, statusOn } from '../../../support/fake-client.js';

const section = 'Two-Factor Authentication (2FA)';
const challengeLabel = 'Enter the 6-digit code from your authenticator app';
const required = { since: '2026-11-01T00:00:00.000Z', graceEndsAt: null };

type AnyDriver = Pick<SetupDriver, 'get'>;

/** What removes the control that has the focus, and the heading that takes its place. */
const steps: Record<string, () => Promise<[driver: AnyDriver, heading: string]>> = {
  'the section is read again': async () => {
    const setup = await SetupDriver.open(new FakeClient().refuses('status', 'unreachable'));
    await setup.press('Try again');
    await setup.sees('Enable 2FA');
    return [setup, section];
  },
  'the session ends in a dialog of the section': async () => {
    const setup = await SetupDriver.open(new FakeClient({ status: statusOn(9) }).refuses('disable', 'not_signed_in'));
    await setup.confirmDisabling();
    await setup.seesError('signed out');
    return [setup, section];
  },
  'a change is refused after a proof': async () => {
    const client = new FakeClient({ status: statusOn(9) })
      .refuses('disable', 'reauthentication_required', { methods: ['totp'] })
      .refuses('disable', 'unavailable');
    const setup = await SetupDriver.open(client);
    await setup.confirmDisabling();
    await setup.typeCode('123456');
    await sendKeys({ press: 'Enter' });
    await setup.seesError('This does not work right now');
    return [setup, 'Disable two-factor authentication?'];
  },
  'the status of a newer rule has no such button': async () => {
    const client = new FakeClient({ status: statusOn(9) }).refuses('disable', 'required_by_policy');
    const setup = await SetupDriver.open(client);
    await setup.confirmDisabling();
    await setup.seesError('Required by');
    client.answers('status', { ...statusOn(9), required });
    const close = findAll(setup.scope, 'button').at(-1)!;
    close.focus();
    close.click();
    await setup.seesNoDialog();
    await until(() => !setup.has('button', 'Disable 2FA'), 'the status is not read');
    return [setup, section];
  },
  'a change whose answer was lost has been made': async () => {
    const client = new FakeClient({ status: statusOn(9) }).refuses('disable', 'unreachable');
    const setup = await SetupDriver.open(client);
    await setup.confirmDisabling();
    await setup.seesError('The server did not answer.');
    client.answers('status', statusOff);
    await setup.press('Cancel');
    await setup.sees('2FA is off.');
    return [setup, section];
  },
  'the page makes the section readonly': async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    setup.element.readonly = true;
    await setup.seesNoDialog();
    return [setup, section];
  },
  'the challenge is read again': async () => {
    const challenge = await ChallengeDriver.open(new FakeClient().refuses('readChallenge', 'unreachable'));
    await challenge.press('Try again');
    await until(() => challenge.has('field', challengeLabel), 'it is not read again');
    return [challenge, 'Two-Factor Authentication'];
  },
  'the challenge cannot be read, and the page has focused its field': async () => {
    const client = new FakeClient();
    const held = client.holds('readChallenge');
    const challenge = await ChallengeDriver.open(client);
    challenge.element.focus();
    await expectFocusOn(challenge.codeField);
    held.refuse('unreachable');
    await challenge.seesError('The server did not answer.');
    return [challenge, 'Two-Factor Authentication'];
  },
  'the challenge takes a backup code alone, and the page has focused the other field': async () => {
    const client = new FakeClient();
    const held = client.holds('readChallenge');
    const challenge = await ChallengeDriver.open(client);
    challenge.element.focus();
    await expectFocusOn(challenge.codeField);
    held.give({ ...sampleMessages.readChallenge, methods: ['backup_code'] });
    await until(() => challenge.has('field', 'Backup code'), 'the field does not change');
    return [challenge, 'Two-Factor Authentication'];
  },
  'the challenge is answered': async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    await challenge.typeCode('123456');
    await challenge.sees('Verified.');
    return [challenge, 'Two-Factor Authentication'];
  },
  "the challenge is answered in a page's own field": async () => {
    const element = await fixture<ChallengeDriver['element']>(html`
      <harmony-2fa-challenge lang="en" .client=${new FakeClient()}><input slot="code" /></harmony-2fa-challenge>
    `);
    const challenge = new ChallengeDriver(element);
    await until(() => challenge.has('field', challengeLabel), 'it is not read');
    await challenge.typeCode('123456');
    await challenge.sees('Verified.');
    return [challenge, 'Two-Factor Authentication'];
  },
  'the list of devices is read again': async () => {
    const devices = await DevicesDriver.open(new FakeClient().refuses('devices', 'unreachable'));
    await devices.press('Try again');
    await devices.sees('Safari on iOS');
    return [devices, "Where you're signed in"];
  },
  'the session ends while another one is signed out': async () => {
    const devices = await DevicesDriver.open(new FakeClient().refuses('removeDevice', 'not_signed_in'));
    await devices.sees('Safari on iOS');
    await devices.pressIn('Safari on iOS', 'Sign out');
    await devices.seesError('signed out');
    return [devices, "Where you're signed in"];
  },
  'the enrolment begins again': async () => {
    const enrolment = await EnrolmentDriver.open(new FakeClient().refuses('status', 'unreachable'));
    await enrolment.press('Try again');
    await enrolment.sees('Enter verification code');
    return [enrolment, 'Set Up Two-Factor Authentication'];
  },
  'a person leaves the enrolment': async () => {
    const enrolment = await EnrolmentDriver.open(new FakeClient());
    await enrolment.press('Use a different account');
    await enrolment.sees('Sign in again');
    return [enrolment, 'Set Up Two-Factor Authentication'];
  },
  'the session ends in the step-up': async () => {
    const stepUp = await StepUpDriver.asking(
      new FakeClient({ status: statusOn(9) }).refuses('reauthenticate', 'not_signed_in'),
    );
    await stepUp.typeCode('123456');
    await sendKeys({ press: 'Enter' });
    await stepUp.seesError('signed out');
    return [stepUp, "Confirm it's you"];
  },
};

describe('the focus', () => {
  for (const [when, step] of Object.entries(steps)) {
    it(`is on the heading when ${when}`, async () => {
      const [driver, heading] = await step();
      await expectFocusOn(driver.get('heading', heading));
    });
  }

  it('is in the field that takes the place of another one', async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    await challenge.press('Use a backup code');
    await expectFocusOn(challenge.field('Backup code'));
  });
});

describe('the focus of the page', () => {
  const elsewhere = () => fixture<HTMLInputElement>(html`<input aria-label="Chat" />`);
  const stays: Record<string, (move: () => void) => Promise<void>> = {
    'a challenge is answered': async (move) => {
      const client = new FakeClient();
      const held = client.holds('answerChallenge');
      const challenge = await ChallengeDriver.open(client);
      await challenge.typeCode('123456');
      move();
      held.give();
      await challenge.sees('Verified.');
    },
    'an enrolment ends': async (move) => {
      const client = new FakeClient();
      const held = client.holds('confirmSetup');
      const enrolment = await EnrolmentDriver.open(client);
      await enrolment.sees('Scan the QR code');
      await enrolment.verify();
      move();
      held.give();
      await enrolment.sees('Verified.');
    },
    'the section is read': async (move) => {
      const client = new FakeClient();
      const held = client.holds('status');
      const setup = await SetupDriver.open(client);
      move();
      held.refuse('unreachable');
      await setup.seesError('The server did not answer.');
    },
    'the list of devices is read': async (move) => {
      const client = new FakeClient();
      const held = client.holds('devices');
      const devices = await DevicesDriver.open(client);
      move();
      held.give();
      await devices.sees('Safari on iOS');
    },
  };
  for (const [when, happens] of Object.entries(stays)) {
    it(`stays where it is when ${when}`, async () => {
      const field = await elsewhere();
      await happens(() => field.focus());
      await expectFocusOn(field);
    });
  }

  it('is not taken while the elements load', async () => {
    for (const driver of [
      await SetupDriver.open(new FakeClient()),
      await ChallengeDriver.open(new FakeClient()),
      await DevicesDriver.open(new FakeClient()),
      await EnrolmentDriver.open(new FakeClient()),
    ]) {
      await until(() => findAll(driver.element, 'button').length > 0, 'it does not load');
      expect(document.activeElement, nameOf(driver.element)).to.equal(document.body);
    }
  });
});
