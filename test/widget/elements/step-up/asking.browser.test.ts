import { expect, fixture, html } from '@open-wc/testing';
import { createBetterAuthClient } from '../../../../widget/clients/better-auth.js';
import { findSecrets } from '../../../support/element-memory.js';
import { recordEvents, StepUpDriver, turn, until, type ElementOf } from '../../../support/element-drivers.js';
import { FakeClient, statusOff, statusOn } from '../../../support/fake-client.js';

const dialog = "Confirm it's you";
const on = (proofAge?: number) =>
  new FakeClient({ status: { ...statusOn(), ...(proofAge !== undefined && { proofAge }) } });

describe('the step-up before the page asks', () => {
  it('shows nothing, takes no room and calls nobody', async () => {
    const client = on();
    const stepUp = await StepUpDriver.open(client);
    await turn();
    expect(stepUp.text).to.equal('');
    expect(getComputedStyle(stepUp.element).display).to.equal('contents');
    expect(client.calls).to.deep.equal([]);
  });

  it('shows its companion', async () => {
    const stepUp = await StepUpDriver.open(on());
    const companion = Object.assign(document.createElement('p'), { slot: 'companion', textContent: 'A companion' });
    stepUp.element.append(companion);
    await stepUp.sees('A companion');
    stepUp.prove();
    await stepUp.seesDialog(dialog);
    expect(stepUp.text, 'inside the dialog').to.contain('A companion');
    await stepUp.press('Cancel');
    await stepUp.seesNoDialog();
    await stepUp.sees('A companion');
  });
});

describe('prove()', () => {
  for (const [what, status] of Object.entries({ on: statusOn(), off: statusOff })) {
    it(`needs no dialog where the proof is recent, with 2FA ${what}`, async () => {
      const client = new FakeClient({ status: { ...status, proofAge: 299 } });
      const stepUp = await StepUpDriver.open(client);
      stepUp.prove();
      expect(await stepUp.ended()).to.equal(true);
      expect(stepUp.dialogs).to.deep.equal([]);
      expect(client.calls.map(({ operation }) => operation)).to.deep.equal(['status']);
    });
  }

  it('asks where a proof is older than the page wants it', async () => {
    const stepUp = await StepUpDriver.open(on(60));
    stepUp.prove({ maxAge: 61 });
    expect(await stepUp.ended()).to.equal(true);
    stepUp.prove({ maxAge: 60 });
    await stepUp.seesDialog(dialog);
  });

  it('asks in any case with a time of 0', async () => {
    const stepUp = await StepUpDriver.asking(on(0), { maxAge: 0 });
    expect(stepUp.outcomes).to.deep.equal([]);
  });

  it('asks where the back end tells nothing of a proof', async () => {
    await StepUpDriver.asking(on());
  });

  it('asks for the methods of a refusal', async () => {
    const stepUp = await StepUpDriver.asking(on(), { maxAge: 0, methods: ['backup_code'] });
    expect(stepUp.has('field', 'Backup code')).to.be.true;
    expect(stepUp.has('button', 'Use your authenticator app')).to.be.false;
  });

  it('never asks for a password while 2FA is on', async () => {
    const stepUp = await StepUpDriver.asking(on(), { maxAge: 0, methods: ['password'] });
    expect(stepUp.has('field', 'Password')).to.be.false;
    expect(stepUp.has('field', 'Enter verification code')).to.be.true;
  });

  it('shares one dialog among calls at the same time', async () => {
    const client = on();
    const stepUp = await StepUpDriver.open(client);
    stepUp.prove();
    stepUp.prove({ maxAge: 0 });
    await stepUp.seesDialog(dialog);
    stepUp.prove({ maxAge: 60 });
    await turn();
    expect(stepUp.dialogs.length).to.equal(1);
    await stepUp.typeCode('123456');
    await stepUp.press('Continue');
    await stepUp.ended(3);
    expect(stepUp.outcomes).to.deep.equal([true, true, true]);
    expect(client.sent('reauthenticate')).to.deep.equal([{ code: '123456' }]);
  });

  it('asks every caller for a proof when one of them was refused, however recent the last one is', async () => {
    const client = on(1);
    const answer = client.holds('status');
    const stepUp = await StepUpDriver.open(client);
    stepUp.prove();
    await until(() => client.times('status') === 1, 'the status is not read');
    stepUp.prove({ maxAge: 0 });
    await turn();
    answer.give();
    await stepUp.seesDialog(dialog);
    expect(client.times('status')).to.equal(1);
    expect(stepUp.outcomes).to.deep.equal([]);
  });

  it('asks a caller for a proof that calls while the status cannot be read', async () => {
    const client = on(200).refuses('status', 'unreachable');
    const stepUp = await StepUpDriver.asking(client);
    stepUp.prove({ maxAge: 0 });
    await turn();
    await stepUp.press('Try again');
    await stepUp.sees('Enter verification code');
    expect(stepUp.outcomes).to.deep.equal([]);
  });

  it('asks again after it has ended', async () => {
    const stepUp = await StepUpDriver.asking(on());
    await stepUp.press('Cancel');
    expect(await stepUp.ended()).to.equal(false);
    stepUp.prove();
    await stepUp.seesDialog(dialog);
    expect(stepUp.codeField.value).to.equal('');
    await stepUp.typeCode('123456');
    await stepUp.press('Continue');
    expect(await stepUp.ended(2)).to.equal(true);
  });

  it('may follow the properties and the insertion at once', async () => {
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const element = document.createElement('harmony-2fa-step-up');
    place.append(element);
    const stepUp = new StepUpDriver(element);
    const client = on(1);
    element.client = client;
    stepUp.prove();
    expect(await stepUp.ended()).to.equal(true);
    expect(client.times('status')).to.equal(1);
  });

  it('is refused by an element that is not on the page', async () => {
    const stepUp = new StepUpDriver(document.createElement('harmony-2fa-step-up'));
    stepUp.prove();
    expect(await stepUp.ended()).to.equal('InvalidStateError');
  });

  it('is refused with a client that can take no proof', async () => {
    const stepUp = await StepUpDriver.open(on().without('reauthenticate'));
    stepUp.prove();
    expect(await stepUp.ended()).to.equal('TypeError');
    expect(stepUp.dialogs).to.deep.equal([]);
  });

  it('is refused with a client that checks no proof by itself, such as the one for better-auth', async () => {
    const stepUp = await StepUpDriver.open(createBetterAuthClient());
    stepUp.prove();
    expect(await stepUp.ended()).to.equal('TypeError');
    expect(stepUp.dialogs).to.deep.equal([]);
  });

  it('says in the dialog that the page is set up wrongly', async () => {
    const place = await fixture<HTMLElement>(html`
      <div><harmony-2fa-step-up lang="en" endpoint="https://evil.example/2fa"></harmony-2fa-step-up></div>
    `);
    const stepUp = new StepUpDriver(place.querySelector<ElementOf<'harmony-2fa-step-up'>>('harmony-2fa-step-up')!);
    stepUp.prove();
    await stepUp.seesError('This page cannot reach its sign-in service');
  });
});

describe('prove() with a signal', () => {
  it('ends with its reason, and closes the dialog', async () => {
    const events = recordEvents();
    const controller = new AbortController();
    const stepUp = await StepUpDriver.asking(on(), { signal: controller.signal });
    await stepUp.typeCode('918273');
    expect(findSecrets(stepUp.element, ['918273'])).not.to.be.empty;
    controller.abort();
    expect(await stepUp.ended()).to.equal('AbortError');
    await stepUp.seesNoDialog();
    expect(findSecrets(stepUp.element, ['918273'])).to.deep.equal([]);
    expect(events, 'nobody has left the dialog').to.deep.equal([]);
  });

  it('keeps the dialog for another call', async () => {
    const controller = new AbortController();
    const stepUp = await StepUpDriver.asking(on(), { signal: controller.signal });
    stepUp.prove();
    await turn();
    controller.abort();
    expect(await stepUp.ended()).to.equal('AbortError');
    expect(stepUp.dialogName).to.equal(dialog);
    await stepUp.typeCode('123456');
    await stepUp.press('Continue');
    expect(await stepUp.ended(2)).to.equal(true);
  });

  it('aborts the request that is under way', async () => {
    const controller = new AbortController();
    const client = on();
    client.holds('reauthenticate');
    const stepUp = await StepUpDriver.asking(client, { signal: controller.signal });
    await stepUp.typeCode('123456');
    await stepUp.press('Continue');
    await until(() => client.times('reauthenticate') === 1, 'nothing is sent');
    controller.abort();
    await stepUp.seesNoDialog();
    expect(client.last('reauthenticate').signal!.aborted).to.be.true;
  });

  it('asks nobody when it was aborted before', async () => {
    const client = on();
    const stepUp = await StepUpDriver.open(client);
    stepUp.prove({ signal: AbortSignal.abort() });
    expect(await stepUp.ended()).to.equal('AbortError');
    expect(client.calls).to.deep.equal([]);
  });

  it('does not listen to it any more once it is answered', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    Object.assign(signal, {
      addEventListener: (...args: Parameters<AbortSignal['addEventListener']>) => {
        listeners += 1;
        AbortSignal.prototype.addEventListener.apply(signal, args);
      },
      removeEventListener: (...args: Parameters<AbortSignal['removeEventListener']>) => {
        listeners -= 1;
        AbortSignal.prototype.removeEventListener.apply(signal, args);
      },
    });
    const stepUp = await StepUpDriver.open(on(1));
    stepUp.prove({ signal });
    stepUp.prove({ signal });
    await stepUp.ended(2);
    expect(stepUp.outcomes).to.deep.equal([true, true]);
    expect(listeners).to.equal(0);
  });

  it('that aborts later changes nothing', async () => {
    const controller = new AbortController();
    const stepUp = await StepUpDriver.open(on(1));
    stepUp.prove({ signal: controller.signal });
    expect(await stepUp.ended()).to.equal(true);
    stepUp.prove({ maxAge: 0 });
    await stepUp.seesDialog(dialog);
    controller.abort();
    await turn();
    expect(stepUp.dialogName).to.equal(dialog);
  });
});

describe('an open step-up', () => {
  const ends: Record<string, (stepUp: StepUpDriver) => void> = {
    'leaves the page': (stepUp) => stepUp.element.remove(),
    'is on a page that goes away': () => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
    'gets another back end': (stepUp) => (stepUp.element.client = null),
  };
  for (const [when, end] of Object.entries(ends)) {
    it(`ends with no proof when it ${when}, and keeps nothing that was typed`, async () => {
      const stepUp = await StepUpDriver.asking(on());
      await stepUp.press('Use a backup code');
      await stepUp.type('Backup code', 'K0QF-7HXM');
      expect(findSecrets(stepUp.element, ['K0QF-7HXM'])).not.to.be.empty;
      end(stepUp);
      expect(await stepUp.ended()).to.equal(false);
      await turn();
      expect(stepUp.dialogs).to.deep.equal([]);
      expect(findSecrets(stepUp.element, ['K0QF-7HXM'])).to.deep.equal([]);
    });
  }

  it('stays open while the page moves it, and while the page sets another client object', async () => {
    const stepUp = await StepUpDriver.asking(on());
    await stepUp.typeCode('123');
    (await fixture(html`<div lang="en"></div>`)).append(stepUp.element);
    const client = on();
    stepUp.element.client = client;
    await turn();
    await stepUp.seesDialog(dialog);
    expect(stepUp.scope.matches(':modal')).to.be.true;
    expect(stepUp.codeField.value).to.equal('123');
    await stepUp.typeCode('123456');
    await stepUp.press('Continue');
    expect(await stepUp.ended()).to.equal(true);
    expect(client.times('reauthenticate')).to.equal(1);
  });
});
