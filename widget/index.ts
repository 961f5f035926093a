/** `harmony-2fa`: classes and types. The import registers no element and does not use the DOM. */
export { BackupCodesElement } from './elements/backup-codes/backup-codes-element.js';
export { ChallengeElement } from './elements/challenge/challenge-element.js';
export { CodeInputElement } from './elements/code-input/code-input-element.js';
export { DevicesElement } from './elements/devices/devices-element.js';
export { EnrolmentElement } from './elements/enrolment/enrolment-element.js';
export { QrCodeElement } from './elements/qr-code/qr-code-element.js';
export { SetupElement } from './elements/setup/setup-element.js';
export { StepUpElement } from './elements/step-up/step-up-element.js';
export * from './events.js';
export type { BeforeChange, SetupAction } from './flow/before-change.js';
export { addLanguage } from './i18n/languages.js';
export type { StringOverrides, Strings } from './i18n/strings.js';
export * from './client/index.js';
export type * from './protocol/messages.js';
export type { ErrorCode, ErrorDetails } from './protocol/error-codes.js';
