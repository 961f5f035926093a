import type { Strings } from './strings.js';

const da: Strings = {
  heading: 'Tofaktorgodkendelse (2FA)',
  summaryOff: 'Bed om en kode fra telefonen ved hvert nyt login, så en stjålet adgangskode ikke er nok.',
  summaryOn: 'Hvert nyt login kræver en kode fra din godkendelsesapp.',
  wholeAccount: 'Gælder for hele din konto.',
  enable: 'Slå 2FA til',
  badgeOn: 'Til',
  onSince: (date) => `Siden ${date}`,
  backupCodesLeft: (remaining, total) => `${remaining} af ${total} backupkoder tilbage`,
  backupCodesLow: 'Hent nye, før de slipper op.',
  backupCodesGone: 'Uden dem lukker en mistet telefon dig ude. Hent nye nu.',
  renewCodes: 'Hent nye backupkoder',
  replaceAuthenticator: 'Brug en anden godkendelsesapp',
  disable: 'Slå 2FA fra',
  loading: 'Indlæser dine 2FA-indstillinger…',
  sectionUnreachable: 'Dine 2FA-indstillinger kunne ikke indlæses.',
  sectionSignedOut: 'Du er logget ud. Log ind for at se dine 2FA-indstillinger.',
  enabledNotice:
    '2FA er slået til. Dit næste login kræver den næste kode fra appen: Den, du lige har brugt, gælder ikke mere.',
  replacedNotice: 'Din nye godkendelsesapp er i brug. Den gamle og dens backupkoder virker ikke længere.',
  replacedNoticeNoCodes: 'Din nye godkendelsesapp er i brug. Den gamle virker ikke længere.',
  renewedNotice: 'Dine nye backupkoder er i brug. De gamle virker ikke længere.',
  disabledNotice: '2FA er slået fra. Du kan fjerne posten fra din godkendelsesapp.',

  cancel: 'Annuller',
  close: 'Luk',
  goOn: 'Fortsæt',
  tryAgain: 'Prøv igen',
  startAgain: 'Start forfra',
  verify: 'Bekræft',
  busy: 'Et øjeblik…',

  enableTitle: 'Vil du slå tofaktorgodkendelse til?',
  enableText:
    'Hvert nyt login kræver så din adgangskode og en sekscifret kode fra en app på din telefon. Hav telefonen klar: Opsætningen tager cirka to minutter.',
  reasonPassword: 'En stjålet adgangskode åbner ikke længere din konto alene.',
  reasonData: 'Dine data får en ekstra lås.',
  reasonOrganisations: 'Mange organisationer kræver det.',
  disableTitle: 'Vil du slå tofaktorgodkendelse fra?',
  disableText:
    'Din adgangskode alene åbner igen din konto. Din godkendelsesapp og alle backupkoder holder op med at virke og slettes.',
  disableTextNoCodes:
    'Din adgangskode alene åbner igen din konto. Din godkendelsesapp holder op med at virke og slettes.',

  proofTitle: 'Bekræft, at det er dig',
  codeLabel: 'Indtast bekræftelseskode',
  useBackupCode: 'Brug en backupkode',
  useAuthenticator: 'Brug din godkendelsesapp',
  backupCode: 'Backupkode',
  backupCodeHint: 'Den kan bruges én gang. Store bogstaver, mellemrum og bindestreger er ligegyldige.',
  password: 'Adgangskode',

  setupTitle: 'Konfigurer tofaktorgodkendelse',
  scanTitle: 'Scan QR-koden',
  scanText:
    'Åbn Google Authenticator, Authy eller Microsoft Authenticator, vælg at tilføje en konto, og scan denne kode.',
  qrLabel: 'QR-kode, der føjer denne konto til din godkendelsesapp',
  cannotScan: 'Kan du ikke scanne?',
  keyTitle: 'Opsætningsnøgle',
  keyText: 'Indtast denne nøgle i appen.',
  copyKey: 'Kopiér nøgle',
  openAuthenticator: 'Åbn i godkendelsesapp',
  verifyNeedsBoth: 'For at bekræfte skal du indtaste de seks cifre og markere, at du har gemt dine backupkoder.',
  verifyNeedsCode: 'For at bekræfte skal du indtaste de seks cifre fra appen.',
  verifyNeedsSaved: 'For at bekræfte skal du markere, at du har gemt dine backupkoder.',
  discardTitle: 'Vil du lukke uden at gemme dine backupkoder?',
  discardText: 'Koderne vises ikke igen, og intet bliver ændret.',
  discardStay: 'Fortsæt',
  discardLeave: 'Luk alligevel',
  expiredTitle: 'Denne opsætning er udløbet',
  expiredText:
    'Den QR-kode, du måske har scannet, er ugyldig. Start forfra for at få en ny, og fjern den post, som den gamle føjede til appen.',
  codesExpiredText: 'Disse backupkoder er ugyldige. Start forfra for at få et nyt sæt: Dine gamle koder virker stadig.',

  backupCodesTitle: 'Backupkoder',
  backupCodesText:
    'Hver kode logger dig ind én gang, hvis du mister telefonen. Gem dem et sikkert sted, adskilt fra den.',
  copy: 'Kopiér',
  copied: 'Kopieret',
  copyFailed: 'Kopiering blev afvist. Markér teksten, og kopiér den selv.',
  download: 'Hent',
  print: 'Udskriv',
  printFailed: 'Udskrivningen gik ikke i gang. Kopiér eller hent koderne i stedet.',
  savedCodes: 'Jeg har gemt mine backupkoder',
  sheetTitle: (product) => (product ? `Backupkoder til ${product}` : 'Backupkoder'),
  sheetAccount: (account) => `Konto: ${account}`,
  sheetDate: (date) => `Oprettet: ${date}`,
  sheetNote: 'Hver kode virker én gang. Et nyt sæt gør dette ugyldigt.',
  newCodesText: 'Dine gamle koder virker, indtil du beholder disse.',
  renewAtOnceText: 'Dine gamle backupkoder holder op med at virke, så snart du får nye.',
  keepCodes: 'Behold disse koder',
  keepNeedsSaved: 'For at beholde dem skal du markere, at du har gemt dem.',

  challengeTitle: 'Tofaktorgodkendelse',
  challengeCodeLabel: 'Indtast den 6-cifrede kode fra din godkendelsesapp',
  challengeBackupHint:
    'En af de koder, du gemte, da du slog 2FA til. Store bogstaver, mellemrum og bindestreger er ligegyldige.',
  challengeUnreachable: 'Login kunne ikke fortsættes.',
  challengeExpired: 'Dette login tog for lang tid og er udløbet.',
  signInAgain: 'Log ind igen',
  verified: 'Bekræftet. Logger dig ind…',

  codeIncomplete: (length) => `Indtast alle ${length} cifre.`,
  fieldEmpty: 'Udfyld dette felt.',
  codeInvalid: 'Koden er ikke rigtig. Indtast den kode, som appen viser nu.',
  backupCodeInvalid: 'Backupkoden er ikke rigtig, eller den er allerede brugt.',
  passwordInvalid: 'Adgangskoden er ikke rigtig.',
  attemptsLeft: (count) => `${count} forsøg tilbage.`,
  clockAhead: (duration) =>
    `Telefonens ur er cirka ${duration} foran. Lad den indstille tiden automatisk, og indtast derefter en ny kode.`,
  clockBehind: (duration) =>
    `Telefonens ur er cirka ${duration} bagud. Lad den indstille tiden automatisk, og indtast derefter en ny kode.`,
  locked: (duration) => `For mange forsøg. Du kan prøve igen om ${duration}.`,
  authenticatorBlocked: 'Din godkendelsesapp er blokeret efter for mange forkerte koder. Brug en backupkode.',
  authenticatorBlockedRow:
    'Din godkendelsesapp er blokeret efter for mange forkerte koder. Brug en backupkode, eller indtast tre koder i træk, hver ny kode så snart appen viser den.',
  unreachable: 'Serveren svarede ikke. Kontrollér forbindelsen, og prøv igen.',
  unavailable: 'Det virker ikke lige nu. Prøv igen om lidt.',
  failed: 'Noget gik galt. Prøv igen.',
  misconfigured:
    'Denne side kan ikke nå sin logintjeneste, fordi den er sat forkert op. Sig det til dem, der driver webstedet.',
};

export default da;
