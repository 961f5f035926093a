import type { Strings } from './strings.js';

const nl: Strings = {
  heading: 'Tweefactorauthenticatie (2FA)',
  summaryOff:
    'Bij elke nieuwe aanmelding om een code van uw telefoon vragen, zodat een gestolen wachtwoord niet genoeg is.',
  summaryOn: 'Elke nieuwe aanmelding vraagt om een code uit uw authenticator-app.',
  wholeAccount: 'Geldt voor uw hele account.',
  enable: '2FA inschakelen',
  badgeOn: 'Aan',
  onSince: (date) => `Sinds ${date}`,
  backupCodesLeft: (remaining, total) => `Nog ${remaining} van ${total} back-upcodes over`,
  backupCodesLow: 'Haal nieuwe op voordat ze op zijn.',
  backupCodesGone: 'Zonder back-upcodes sluit een verloren telefoon u buiten. Haal nu nieuwe op.',
  renewCodes: 'Nieuwe back-upcodes ophalen',
  replaceAuthenticator: 'Andere authenticator gebruiken',
  disable: '2FA uitschakelen',
  loading: 'Uw 2FA-instellingen worden geladen…',
  sectionUnreachable: 'Uw 2FA-instellingen konden niet worden geladen.',
  sectionSignedOut: 'U bent afgemeld. Meld u aan om uw 2FA-instellingen te zien.',
  enabledNotice:
    '2FA is ingeschakeld. Voor uw volgende aanmelding is de volgende code uit uw app nodig: de zojuist gebruikte code is niet meer geldig.',
  replacedNotice: 'Uw nieuwe authenticator is in gebruik. De oude en de bijbehorende back-upcodes werken niet meer.',
  replacedNoticeNoCodes: 'Uw nieuwe authenticator is in gebruik. De oude werkt niet meer.',
  renewedNotice: 'Uw nieuwe back-upcodes zijn in gebruik. De oude werken niet meer.',
  disabledNotice: '2FA is uitgeschakeld. U kunt de vermelding uit uw authenticator-app verwijderen.',

  cancel: 'Annuleren',
  close: 'Sluiten',
  goOn: 'Doorgaan',
  tryAgain: 'Opnieuw proberen',
  startAgain: 'Opnieuw beginnen',
  verify: 'Verifiëren',
  busy: 'Een ogenblik…',

  enableTitle: 'Tweefactorauthenticatie inschakelen?',
  enableText:
    'Elke nieuwe aanmelding vraagt dan om uw wachtwoord en een zescijferige code uit een app op uw telefoon. Houd uw telefoon bij de hand: instellen duurt ongeveer twee minuten.',
  reasonPassword: 'Met alleen een gestolen wachtwoord komt niemand meer in uw account.',
  reasonData: 'Uw gegevens krijgen een tweede slot.',
  reasonOrganisations: 'Veel organisaties eisen het.',
  disableTitle: 'Tweefactorauthenticatie uitschakelen?',
  disableText:
    'Alleen uw wachtwoord geeft dan weer toegang tot uw account. Uw authenticator en alle back-upcodes werken niet meer en worden verwijderd.',
  disableTextNoCodes:
    'Alleen uw wachtwoord geeft dan weer toegang tot uw account. Uw authenticator werkt niet meer en wordt verwijderd.',

  proofTitle: 'Bevestig dat u het bent',
  codeLabel: 'Voer de verificatiecode in',
  useBackupCode: 'Back-upcode gebruiken',
  useAuthenticator: 'Authenticator-app gebruiken',
  backupCode: 'Back-upcode',
  backupCodeHint: 'Deze werkt één keer. Hoofdletters, spaties en streepjes maken niet uit.',
  password: 'Wachtwoord',

  setupTitle: 'Tweefactorauthenticatie instellen',
  scanTitle: 'Scan de QR-code',
  scanText:
    'Open Google Authenticator, Authy of Microsoft Authenticator, kies voor een account toevoegen en scan deze code.',
  qrLabel: 'QR-code die dit account aan uw authenticator-app toevoegt',
  cannotScan: 'Lukt scannen niet?',
  keyTitle: 'Configuratiesleutel',
  keyText: 'Voer deze sleutel met de hand in uw app in.',
  copyKey: 'Sleutel kopiëren',
  openAuthenticator: 'Openen in authenticator-app',
  verifyNeedsBoth: 'Om te verifiëren, voert u de zes cijfers in en bevestigt u dat u uw back-upcodes hebt bewaard.',
  verifyNeedsCode: 'Om te verifiëren, voert u de zes cijfers uit uw app in.',
  verifyNeedsSaved: 'Om te verifiëren, bevestigt u dat u uw back-upcodes hebt bewaard.',
  discardTitle: 'Sluiten zonder uw back-upcodes te bewaren?',
  discardText: 'Deze codes worden niet opnieuw getoond en er verandert niets.',
  discardStay: 'Doorgaan',
  discardLeave: 'Toch sluiten',
  expiredTitle: 'Deze configuratie is verlopen',
  expiredText:
    'De QR-code die u misschien hebt gescand, is ongeldig. Begin opnieuw voor een nieuwe en verwijder uit uw app de vermelding die de verlopen code heeft toegevoegd.',
  codesExpiredText:
    'Deze back-upcodes zijn ongeldig. Begin opnieuw voor een nieuwe set: uw oude codes werken nog steeds.',

  backupCodesTitle: 'Back-upcodes',
  backupCodesText:
    'Met elke code kunt u zich één keer aanmelden als u uw telefoon kwijt bent. Bewaar ze veilig en apart van uw telefoon.',
  copy: 'Kopiëren',
  copied: 'Gekopieerd',
  copyFailed: 'Kopiëren is geweigerd. Selecteer de tekst en kopieer die met de hand.',
  download: 'Downloaden',
  print: 'Afdrukken',
  printFailed: 'Het afdrukken is niet gestart. Kopieer of download de codes.',
  savedCodes: 'Ik heb mijn back-upcodes bewaard',
  sheetTitle: (product) => (product ? `Back-upcodes voor ${product}` : 'Back-upcodes'),
  sheetAccount: (account) => `Account: ${account}`,
  sheetDate: (date) => `Aangemaakt: ${date}`,
  sheetNote: 'Elke code werkt één keer. Een nieuwe set maakt deze ongeldig.',
  newCodesText: 'Uw oude codes werken totdat u deze activeert.',
  renewAtOnceText: 'Uw oude back-upcodes werken niet meer zodra u nieuwe krijgt.',
  keepCodes: 'Deze codes activeren',
  keepNeedsSaved: 'Om ze te activeren, bevestigt u dat u ze hebt bewaard.',

  challengeTitle: 'Tweefactorauthenticatie',
  challengeCodeLabel: 'Voer de 6-cijferige code uit uw authenticator-app in',
  challengeBackupHint:
    'Een van de codes die u hebt bewaard toen u 2FA inschakelde. Hoofdletters, spaties en streepjes maken niet uit.',
  challengeUnreachable: 'De aanmelding kon niet worden voortgezet.',
  challengeExpired: 'Deze aanmelding duurde te lang en is verlopen.',
  signInAgain: 'Opnieuw aanmelden',
  verified: 'Geverifieerd. U wordt aangemeld…',

  codeIncomplete: (length) => `Voer alle ${length} cijfers in.`,
  fieldEmpty: 'Vul dit veld in.',
  codeInvalid: 'Deze code is niet juist. Voer de code in die uw app nu toont.',
  backupCodeInvalid: 'Deze back-upcode is niet juist of is al gebruikt.',
  passwordInvalid: 'Dit wachtwoord is niet juist.',
  attemptsLeft: (count) => (count === 1 ? 'Nog 1 poging over.' : `Nog ${count} pogingen over.`),
  clockAhead: (duration) =>
    `De klok van uw telefoon loopt ongeveer ${duration} voor. Laat de tijd automatisch instellen en voer daarna een nieuwe code in.`,
  clockBehind: (duration) =>
    `De klok van uw telefoon loopt ongeveer ${duration} achter. Laat de tijd automatisch instellen en voer daarna een nieuwe code in.`,
  locked: (duration) => `Te veel pogingen. U kunt het over ${duration} opnieuw proberen.`,
  authenticatorBlocked: 'Uw authenticator is geblokkeerd na te veel onjuiste codes. Gebruik een back-upcode.',
  authenticatorBlockedRow:
    'Uw authenticator is geblokkeerd na te veel onjuiste codes. Gebruik een back-upcode, of voer drie codes achter elkaar in, elke nieuwe zodra uw app hem toont.',
  unreachable: 'De server heeft niet geantwoord. Controleer uw verbinding en probeer het opnieuw.',
  unavailable: 'Dit werkt op dit moment niet. Probeer het zo opnieuw.',
  failed: 'Er is iets misgegaan. Probeer het opnieuw.',
  misconfigured:
    'Deze pagina kan de aanmeldservice niet bereiken omdat ze verkeerd is ingesteld. Laat het de beheerders van deze site weten.',
};

export default nl;
