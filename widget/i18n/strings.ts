/**
 * Every text that the elements show or announce. A language is one object of this type, so that a missing text is a type
 * error. Functions take plain numbers, because each language has its own plurals, and formatted dates and durations.
 */
export interface Strings {
  // The security section
  heading: string;
  summaryOff: string;
  summaryOn: string;
  wholeAccount: string;
  enable: string;
  badgeOn: string;
  onSince(date: string): string;
  backupCodesLeft(remaining: number, total: number): string;
  backupCodesLow: string;
  backupCodesGone: string;
  renewCodes: string;
  replaceAuthenticator: string;
  disable: string;
  requiredByOrganisation: string;
  requiredFrom(date: string): string;
  loading: string;
  sectionUnreachable: string;
  sectionSignedOut: string;
  enabledNotice: string;
  replacedNotice: string;
  replacedNoticeNoCodes: string;
  renewedNotice: string;
  disabledNotice: string;

  // Several authenticators
  authenticatorsTitle: string;
  authenticatorName(number: number): string;
  addedOn(date: string): string;
  lastUsedOn(date: string): string;
  notUsedYet: string;
  rename: string;
  remove: string;
  addAuthenticator: string;
  authenticatorsFull: string;
  addedNotice: string;
  renamedNotice: string;
  removedNotice: string;
  addTitle: string;
  addText: string;
  nameLabel: string;
  add: string;
  renameTitle: string;
  save: string;
  removeTitle: string;
  removeText: string;
  replaceAllText: string;

  // Shared controls
  cancel: string;
  close: string;
  goOn: string;
  tryAgain: string;
  startAgain: string;
  verify: string;
  busy: string;

  // The confirmation dialogs
  enableTitle: string;
  enableText: string;
  reasonPassword: string;
  reasonData: string;
  reasonOrganisations: string;
  disableTitle: string;
  disableText: string;
  disableTextNoCodes: string;

  // Recent proof
  proofTitle: string;
  codeLabel: string;
  useBackupCode: string;
  useAuthenticator: string;
  backupCode: string;
  backupCodeHint: string;
  password: string;
  signedOut: string;

  // The set-up modal
  setupTitle: string;
  scanTitle: string;
  scanText: string;
  qrLabel: string;
  cannotScan: string;
  keyTitle: string;
  keyText: string;
  copyKey: string;
  openAuthenticator: string;
  verifyNeedsBoth: string;
  verifyNeedsCode: string;
  verifyNeedsSaved: string;
  discardTitle: string;
  discardText: string;
  discardStay: string;
  discardLeave: string;
  expiredTitle: string;
  expiredText: string;
  codesExpiredText: string;

  // Backup codes
  backupCodesTitle: string;
  backupCodesText: string;
  copy: string;
  copied: string;
  copyFailed: string;
  download: string;
  print: string;
  printFailed: string;
  savedCodes: string;
  sheetTitle(product: string): string;
  sheetAccount(account: string): string;
  sheetDate(date: string): string;
  sheetNote: string;
  newCodesText: string;
  renewAtOnceText: string;
  keepCodes: string;
  keepNeedsSaved: string;

  // The sign-in challenge
  challengeTitle: string;
  challengeCodeLabel: string;
  challengeBackupHint: string;
  trustDevice(duration: string): string;
  challengeUnreachable: string;
  challengeExpired: string;
  signInAgain: string;
  verified: string;

  // Sessions and trusted devices
  devicesTitle: string;
  devicesLoading: string;
  devicesUnreachable: string;
  devicesSignedOut: string;
  thisDevice: string;
  usedNow: string;
  lastUsed(time: string): string;
  signOut: string;
  noOtherSessions: string;
  trustedTitle: string;
  trustedText: string;
  trustedUntil(date: string): string;
  forget: string;
  signOutOthers: string;
  signOutOthersText: string;
  signedOutNotice: string;
  forgottenNotice: string;
  othersSignedOutNotice: string;

  // The enrolment at sign-in
  enrolmentText: string;
  useDifferentAccount: string;

  // Errors
  codeIncomplete(length: number): string;
  fieldEmpty: string;
  codeInvalid: string;
  backupCodeInvalid: string;
  passwordInvalid: string;
  attemptsLeft(count: number): string;
  clockAhead(duration: string): string;
  clockBehind(duration: string): string;
  locked(duration: string): string;
  authenticatorBlocked: string;
  authenticatorBlockedRow: string;
  unreachable: string;
  unavailable: string;
  failed: string;
  misconfigured: string;
}

/** The texts that a page replaces on one element. */
export type StringOverrides = Partial<Strings>;
