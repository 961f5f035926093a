import { URI } from 'otpauth';
import '../widget/define.js';
import { byId } from './dom.js';
import { MemoryClient } from './memory-client.js';
import './phone/harmony-demo-phone.js';
import type { DemoPhoneElement } from './phone/demo-phone-element.js';

const issuer = 'Harmony demo';
const password = 'demo';
/** Long enough to show the states in between. */
const latency = 250;
const timeStepMs = 30_000;

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
// When a time step ends during enrolment the code is too old: try once more.
enrol().catch(enrol);

/** Turns 2FA on for the second account, and links it with the demo phone. */
async function enrol(): Promise<void> {
  const { keyUri, backupCodes } = await enrolled.beginSetup();
  phone.link(keyUri);
  byId('backup-code').textContent = backupCodes[0]!;
  // With the code of the previous step, because the challenge needs the current one.
  await enrolled.confirmSetup({ code: URI.parse(keyUri).generate({ timestamp: Date.now() - timeStepMs }) });
  ask();
}

function ask(): void {
  enrolled.passFirstFactor();
  const challenge = document.createElement('harmony-2fa-challenge');
  challenge.client = enrolled;
  challenge.addEventListener('harmony-2fa-verified', ({ method, backupCodes }) => {
    const by = method === 'totp' ? 'a code from the phone' : 'a backup code';
    const left = backupCodes ? ` ${backupCodes.remaining} of ${backupCodes.total} backup codes left.` : '';
    show(`Signed in with ${by}.${left}`);
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
