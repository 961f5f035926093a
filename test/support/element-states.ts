import { ChallengeDriver, SetupDriver, until, type ElementDriver } from './element-drivers.js';
import { FakeClient, statusOn, type Operation } from './fake-client.js';

/** Opens an element and leads it to where it is to be looked at. */
export type OpenState = () => Promise<
  ElementDriver<HTMLElementTagNameMap['harmony-2fa-setup' | 'harmony-2fa-challenge']>
>;

const on = (remaining = 10) => new FakeClient({ status: statusOn(remaining) });
const methods: ('totp' | 'backup_code')[] = ['totp', 'backup_code'];

/** A client of which one answer never comes. */
function holding(client: FakeClient, operation: Operation): FakeClient {
  client.holds(operation);
  return client;
}

async function enabling(client: FakeClient): Promise<SetupDriver> {
  const setup = await SetupDriver.open(client);
  await setup.confirmEnabling();
  return setup;
}

async function answered(client: FakeClient, code = '111111'): Promise<SetupDriver> {
  const setup = await SetupDriver.linking(client);
  await setup.verify(code);
  return setup;
}

async function renewing(client = on()): Promise<SetupDriver> {
  const setup = await SetupDriver.open(client);
  await setup.press('Get new backup codes');
  await setup.seesDialog('Get new backup codes');
  return setup;
}

async function disabling(client = on()): Promise<SetupDriver> {
  const setup = await SetupDriver.open(client.refuses('disable', 'reauthentication_required', { methods }));
  await setup.confirmDisabling();
  await setup.sees("Confirm it's you");
  return setup;
}

/** Every state of the set-up that a person can see. */
export const setupStates: Readonly<Record<string, OpenState>> = {
  loading: () => SetupDriver.open(holding(new FakeClient(), 'status')),
  off: () => SetupDriver.open(new FakeClient()),
  on: () => SetupDriver.open(on()),
  'few codes left': () => SetupDriver.open(on(3)),
  'no codes left': () => SetupDriver.open(on(0)),
  unreachable: () => SetupDriver.open(new FakeClient().rejects('status', null)),
  'signed out': () => SetupDriver.open(new FakeClient().refuses('status', 'not_signed_in')),
  'asking to enable': async () => {
    const setup = await SetupDriver.open(new FakeClient());
    await setup.press('Enable 2FA');
    await setup.seesDialog('Enable two-factor authentication?');
    return setup;
  },
  beginning: () => enabling(holding(new FakeClient(), 'beginSetup')),
  'could not begin': async () => {
    const setup = await enabling(new FakeClient().refuses('beginSetup', 'unavailable'));
    await setup.seesError('This does not work right now.');
    return setup;
  },
  'asking for the password': async () => {
    const refusal = { methods: ['password' as const] };
    const setup = await enabling(new FakeClient().refuses('beginSetup', 'reauthentication_required', refusal));
    await setup.sees("Confirm it's you");
    return setup;
  },
  'set-up': () => SetupDriver.linking(new FakeClient()),
  'set-up with its key': async () => {
    const setup = await SetupDriver.linking(new FakeClient());
    if (setup.has('button', "Can't scan it?")) await setup.press("Can't scan it?");
    return setup;
  },
  'set-up that is complete': async () => {
    const setup = await SetupDriver.linking(new FakeClient());
    await setup.complete();
    return setup;
  },
  'checking the code': () => answered(holding(new FakeClient(), 'confirmSetup')),
  'wrong code': async () => {
    const setup = await answered(new FakeClient().refuses('confirmSetup', 'code_invalid', { attemptsRemaining: 1 }));
    await setup.seesError('That code is not right.');
    return setup;
  },
  locked: async () => {
    const setup = await answered(new FakeClient().refuses('confirmSetup', 'too_many_attempts', { retryAfter: 3600 }));
    await setup.seesError('Too many attempts.');
    return setup;
  },
  'leaving unsaved codes': async () => {
    const setup = await SetupDriver.linking(new FakeClient());
    await setup.press('Cancel');
    await setup.seesDialog('Leave without saving your backup codes?');
    return setup;
  },
  expired: async () => {
    const setup = await answered(new FakeClient().refuses('confirmSetup', 'setup_expired'));
    await setup.seesDialog('This set-up has expired');
    return setup;
  },
  'just enabled': async () => {
    const setup = await answered(new FakeClient());
    await setup.sees('2FA is on.');
    return setup;
  },
  'new backup codes': async () => {
    const setup = await renewing();
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    return setup;
  },
  'new backup codes not kept': async () => {
    const setup = await renewing(on().rejects('keepBackupCodes', null));
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    await setup.tick();
    await setup.press('Keep these codes');
    await setup.seesError('The server did not answer.');
    return setup;
  },
  'asking to disable': async () => {
    const setup = await SetupDriver.open(on());
    await setup.press('Disable 2FA');
    await setup.seesDialog('Disable two-factor authentication?');
    return setup;
  },
  'asking for a code': () => disabling(),
  'asking for a backup code': async () => {
    const setup = await disabling();
    await setup.press('Use a backup code');
    return setup;
  },
  'blocked authenticator': async () => {
    const setup = await disabling(on().refuses('reauthenticate', 'authenticator_blocked'));
    await setup.typeCode('111111');
    await setup.press('Disable 2FA');
    await setup.seesError('Your authenticator is blocked');
    return setup;
  },
};

async function answeredChallenge(client: FakeClient): Promise<ChallengeDriver> {
  const challenge = await ChallengeDriver.open(client);
  await challenge.typeCode('111111');
  return challenge;
}

/** Every state of the challenge that a person can see. */
export const challengeStates: Readonly<Record<string, OpenState>> = {
  loading: () => ChallengeDriver.open(holding(new FakeClient(), 'readChallenge')),
  asking: () => ChallengeDriver.open(new FakeClient()),
  unreachable: () => ChallengeDriver.open(new FakeClient().rejects('readChallenge', null)),
  checking: () => answeredChallenge(holding(new FakeClient(), 'answerChallenge')),
  'wrong code': async () => {
    const client = new FakeClient().refuses('answerChallenge', 'code_invalid', { attemptsRemaining: 2 });
    const challenge = await answeredChallenge(client);
    await challenge.seesError('That code is not right.');
    return challenge;
  },
  locked: async () => {
    const client = new FakeClient().refuses('answerChallenge', 'too_many_attempts', { retryAfter: 120 });
    const challenge = await answeredChallenge(client);
    await challenge.seesError('Too many attempts.');
    return challenge;
  },
  'blocked authenticator': async () => {
    const challenge = await answeredChallenge(new FakeClient().refuses('answerChallenge', 'authenticator_blocked'));
    await challenge.seesError('Your authenticator is blocked');
    return challenge;
  },
  'asking for a backup code': async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    await challenge.press('Use a backup code');
    return challenge;
  },
  expired: () => ChallengeDriver.open(new FakeClient().refuses('readChallenge', 'challenge_expired')),
  verified: async () => {
    const challenge = await answeredChallenge(new FakeClient());
    await challenge.sees('Verified.');
    return challenge;
  },
  'verified with a backup code, few left': async () => {
    const answerChallenge = {
      verified: true as const,
      method: 'backup_code' as const,
      backupCodes: { remaining: 1, total: 10 },
    };
    const challenge = await ChallengeDriver.open(new FakeClient({ answerChallenge }));
    await challenge.press('Use a backup code');
    await challenge.type('Backup code', 'ABCD');
    await challenge.press('Verify');
    await challenge.sees('1 of 10 backup codes left');
    return challenge;
  },
};
