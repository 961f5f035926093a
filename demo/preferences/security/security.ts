import '../../../widget/define.js';
import { speakOwnWords } from '../../own-words.js';
import '../../phone/harmony-demo-phone.js';
import { goToSignIn, showPage } from '../page.js';
import { askAdministrator } from './ask-administrator.js';

/** After each of them other sessions have ended, the trust in devices, or both. */
const changes = [
  'harmony-2fa-enabled',
  'harmony-2fa-disabled',
  'harmony-2fa-replaced',
  'harmony-2fa-authenticators-changed',
  'harmony-2fa-backup-codes-renewed',
];

const setup = document.querySelector('harmony-2fa-setup')!;
const devices = document.querySelector('harmony-2fa-devices')!;
speakOwnWords(setup);

for (const element of [setup, devices]) element.addEventListener('harmony-2fa-signed-out', goToSignIn);
for (const type of changes) setup.addEventListener(type, () => devices.refresh());
void showPage(({ email, administrator }) => {
  setup.setAttribute('account', email);
  if (administrator) setup.onBefore = askAdministrator;
});
