/** `harmony-2fa/define`: registers every public tag. */
import './elements/backup-codes/harmony-2fa-backup-codes.js';
import './elements/challenge/harmony-2fa-challenge.js';
import './elements/code-input/harmony-2fa-code-input.js';
import './elements/devices/harmony-2fa-devices.js';
import './elements/enrolment/harmony-2fa-enrolment.js';
import './elements/qr-code/harmony-2fa-qr-code.js';
import './elements/setup/harmony-2fa-setup.js';
import './elements/step-up/harmony-2fa-step-up.js';
