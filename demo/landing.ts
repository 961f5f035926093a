import { URI } from 'otpauth';
import '../widget/define.js';
import { byId } from './dom.js';
import { MemoryClient } from './memory-client.js';
import './phone/harmony-demo-phone.js';
import type { DemoPhoneElement } from './phone/demo-phone-element.js';

const issuer = 'Harmony demo';
const password = 'demo';
/** Long enough for the states in between to be seen. */
const latency = 250;
const step = 30_000;

const phone = byId<DemoPhoneElement>('phone');
const challengePlace = byId('challenge');
const outcome = byId('outcome');
const enrolled = new MemoryClient({ issuer, account: 'alan@harmony.example', password, latency });

document.querySelector('harmony-2fa-setup')!.client = new MemoryClient({
  issuer,
  account: 'grace@harmony.example',
  password,
  latency,
});

byId('again').addEventListener('click', ask);
// A step that ends between asking and answering makes the code one too old: once more, then.
enrol().catch(enrol);

/** Links the second account with the phone as a person would have, some time ago. */
async function enrol(): Promise<void> {
  const { keyUri, backupCodes } = await enrolled.beginSetup();
  phone.link(keyUri);
  byId('backup-code').textContent = backupCodes[0]!;
  // With the code before the present one, so that the present one is still good for the challenge.
  await enrolled.confirmSetup({ code: URI.parse(keyUri).generate({ timestamp: Date.now() - step }) });
  ask();
}

function ask(): void {
  enrolled.passFirstFactor();
  const challenge = document.createElement('harmony-2fa-challenge');
  challenge.client = enrolled;
  challenge.addEventListener('harmony-2fa-verified', ({ method, backupCodes: { remaining, total } }) => {
    const by = method === 'totp' ? 'a code from the phone' : 'a backup code';
    show(`Signed in with ${by}. ${remaining} of ${total} backup codes left.`);
  });
  challenge.addEventListener('harmony-2fa-signed-out', () => show('This sign-in has expired.'));
  outcome.hidden = true;
  challengePlace.replaceChildren(challenge);
}

function show(text: string): void {
  challengePlace.replaceChildren();
  outcome.hidden = false;
  byId('outcome-text').textContent = text;
}
