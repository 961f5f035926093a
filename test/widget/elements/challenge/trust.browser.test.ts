import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ChallengeDriver, elementsIn, findAll, focused, nameOf } from '../../../support/element-drivers.js';
import { FakeClient } from '../../../support/fake-client.js';

const box = 'Trust this device for 30 days';
const offering = (trustDays = 30) =>
  new FakeClient({
    readChallenge: { methods: ['totp', 'backup_code'], expiresAt: '2096-11-24T09:10:00.000Z', trustDays },
  });

async function tick(challenge: ChallengeDriver): Promise<void> {
  await challenge.sees(box);
  challenge.get('checkbox', box).click();
}

describe('a challenge that offers trust', () => {
  it('has the box above “Verify”, not ticked, and sends nothing of it', async () => {
    const client = offering();
    const challenge = await ChallengeDriver.open(client);
    await challenge.sees(box);
    expect((challenge.get('checkbox', box) as HTMLInputElement).checked).to.be.false;
    const controls = elementsIn(challenge.scope).filter((one) => one.matches('input, button'));
    expect(controls.map((one) => nameOf(one)).slice(1, 3)).to.deep.equal([box, 'Verify']);
    await challenge.typeCode('123456');
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456' }]);
  });

  it('sends the choice with the code that is sent by itself', async () => {
    const client = offering();
    const challenge = await ChallengeDriver.open(client);
    await tick(challenge);
    await challenge.typeCode('123456');
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456', trustDevice: true }]);
  });

  it('sends the choice with a backup code, and after a wrong code', async () => {
    const client = offering().refuses('answerChallenge', 'code_invalid');
    const challenge = await ChallengeDriver.open(client);
    await tick(challenge);
    await challenge.typeCode('123456');
    await challenge.seesError('That code is not right.');
    expect((challenge.get('checkbox', box) as HTMLInputElement).checked).to.be.true;
    await challenge.press('Use a backup code');
    await challenge.type('Backup code', 'abcd');
    await challenge.press('Verify');
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([
      { code: '123456', trustDevice: true },
      { backupCode: 'abcd', trustDevice: true },
    ]);
  });

  it('takes the choice back', async () => {
    const client = offering();
    const challenge = await ChallengeDriver.open(client);
    await tick(challenge);
    await tick(challenge);
    await challenge.typeCode('123456');
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456' }]);
  });

  it('cannot be changed while the answer is awaited', async () => {
    const client = offering();
    const answer = client.holds('answerChallenge');
    const challenge = await ChallengeDriver.open(client);
    await tick(challenge);
    await challenge.typeCode('123456');
    expect((challenge.get('checkbox', box) as HTMLInputElement).disabled).to.be.true;
    answer.give();
    await challenge.sees('Verified.');
    expect(client.times('answerChallenge')).to.equal(1);
  });

  it('works by keyboard alone', async () => {
    const client = offering();
    const challenge = await ChallengeDriver.open(client);
    await challenge.sees(box);
    challenge.codeField.focus();
    await sendKeys({ press: 'Tab' });
    expect(focused()).to.equal(challenge.get('checkbox', box));
    await sendKeys({ press: ' ' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: '123456' });
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456', trustDevice: true }]);
  });

  it('says the number of days in the language of the page', async () => {
    const challenge = await ChallengeDriver.open(offering(1));
    await challenge.sees('Trust this device for 1 day');
    challenge.element.lang = 'de';
    await challenge.sees('Diesem Gerät 1 Tag lang vertrauen');
  });
});

describe('a challenge of a back end that offers no trust', () => {
  it('has no box', async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    await challenge.sees('Verify');
    expect(findAll(challenge.scope, 'checkbox')).to.deep.equal([]);
  });

  for (const trustDays of [0, -1, '30', null, 1.5]) {
    it(`fails to read a challenge with ${String(trustDays)} days`, async () => {
      const client = new FakeClient().answers('readChallenge', {
        methods: ['totp'],
        expiresAt: '2096-11-24T09:10:00.000Z',
        trustDays,
      });
      await (await ChallengeDriver.open(client)).seesError('The sign-in could not be continued.');
    });
  }
});
