import type { Strings } from './strings.js';

const de: Strings = {
  heading: 'Zwei-Faktor-Authentifizierung (2FA)',
  summaryOff:
    'Bei jeder neuen Anmeldung zusätzlich einen Code vom Telefon verlangen, damit ein gestohlenes Passwort nicht reicht.',
  summaryOn: 'Jede neue Anmeldung verlangt einen Code aus Ihrer Authenticator-App.',
  wholeAccount: 'Gilt für Ihr ganzes Konto.',
  enable: '2FA aktivieren',
  badgeOn: 'Ein',
  onSince: (date) => `Seit ${date}`,
  backupCodesLeft: (remaining, total) => `Noch ${remaining} von ${total} Backup-Codes übrig`,
  backupCodesLow: 'Holen Sie sich neue, bevor sie aufgebraucht sind.',
  backupCodesGone: 'Ohne sie sperrt ein verlorenes Telefon Sie aus. Holen Sie sich jetzt neue.',
  renewCodes: 'Neue Backup-Codes holen',
  replaceAuthenticator: 'Anderen Authenticator verwenden',
  disable: '2FA deaktivieren',
  loading: 'Ihre 2FA-Einstellungen werden geladen…',
  sectionUnreachable: 'Ihre 2FA-Einstellungen konnten nicht geladen werden.',
  sectionSignedOut: 'Sie sind abgemeldet. Melden Sie sich an, um Ihre 2FA-Einstellungen zu sehen.',
  enabledNotice:
    '2FA ist aktiviert. Ihre nächste Anmeldung braucht den nächsten Code aus Ihrer App: Der eben benutzte ist verbraucht.',
  replacedNotice: 'Ihr neuer Authenticator ist in Gebrauch. Der alte und seine Backup-Codes gelten nicht mehr.',
  replacedNoticeNoCodes: 'Ihr neuer Authenticator ist in Gebrauch. Der alte gilt nicht mehr.',
  renewedNotice: 'Ihre neuen Backup-Codes gelten jetzt. Die alten gelten nicht mehr.',
  disabledNotice: '2FA ist deaktiviert. Sie können den Eintrag aus Ihrer Authenticator-App entfernen.',

  authenticatorsTitle: 'Authenticator-Apps',
  authenticatorName: (number) => `Authenticator ${number}`,
  addedOn: (date) => `Hinzugefügt: ${date}`,
  lastUsedOn: (date) => `Zuletzt benutzt: ${date}`,
  notUsedYet: 'Noch nicht benutzt',
  rename: 'Umbenennen',
  remove: 'Entfernen',
  addAuthenticator: 'Weiteren Authenticator hinzufügen',
  authenticatorsFull:
    'Sie haben so viele Authenticator-Apps, wie es geben kann. Entfernen Sie eine, um eine andere hinzuzufügen.',
  addedNotice: 'Ihr neuer Authenticator gilt neben den anderen. Der eben benutzte Code ist verbraucht.',
  renamedNotice: 'Der neue Name ist gespeichert.',
  removedNotice: 'Der Authenticator ist entfernt. Sie können den Eintrag aus seiner App löschen.',
  addTitle: 'Authenticator hinzufügen',
  addText: 'Ihre anderen Authenticator-Apps und Ihre Backup-Codes bleiben, wie sie sind.',
  nameLabel: 'Name',
  add: 'Hinzufügen',
  renameTitle: 'Authenticator umbenennen',
  save: 'Speichern',
  removeTitle: 'Diesen Authenticator entfernen?',
  removeText: 'Seine Codes gelten sofort nicht mehr, und Ihre anderen Sitzungen enden. Ihre Backup-Codes bleiben.',
  replaceAllText: 'Der neue Authenticator ersetzt alle, die Sie jetzt haben, und Ihre Backup-Codes.',

  cancel: 'Abbrechen',
  close: 'Schließen',
  goOn: 'Weiter',
  tryAgain: 'Erneut versuchen',
  startAgain: 'Neu beginnen',
  verify: 'Bestätigen',
  busy: 'Einen Moment…',

  enableTitle: 'Zwei-Faktor-Authentifizierung aktivieren?',
  enableText:
    'Jede neue Anmeldung verlangt dann Ihr Passwort und einen sechsstelligen Code aus einer App auf Ihrem Telefon. Halten Sie es bereit: Die Einrichtung dauert etwa zwei Minuten.',
  reasonPassword: 'Ein gestohlenes Passwort allein öffnet Ihr Konto nicht mehr.',
  reasonData: 'Ihre Daten bekommen ein zweites Schloss.',
  reasonOrganisations: 'Viele Organisationen schreiben sie vor.',
  disableTitle: 'Zwei-Faktor-Authentifizierung deaktivieren?',
  disableText:
    'Ihr Passwort allein öffnet dann wieder Ihr Konto. Ihr Authenticator und alle Backup-Codes gelten nicht mehr und werden gelöscht.',
  disableTextNoCodes:
    'Ihr Passwort allein öffnet dann wieder Ihr Konto. Ihr Authenticator gilt nicht mehr und wird gelöscht.',

  proofTitle: 'Bestätigen Sie Ihre Identität',
  codeLabel: 'Bestätigungscode eingeben',
  useBackupCode: 'Backup-Code verwenden',
  useAuthenticator: 'Authenticator-App verwenden',
  backupCode: 'Backup-Code',
  backupCodeHint: 'Er gilt einmal. Großschreibung, Leerzeichen und Bindestriche spielen keine Rolle.',
  password: 'Passwort',
  signedOut: 'Sie sind abgemeldet. Melden Sie sich erneut an, um fortzufahren.',

  setupTitle: 'Zwei-Faktor-Authentifizierung einrichten',
  scanTitle: 'QR-Code scannen',
  scanText:
    'Öffnen Sie Google Authenticator, Authy oder Microsoft Authenticator, fügen Sie ein Konto hinzu und scannen Sie diesen Code.',
  qrLabel: 'QR-Code, der dieses Konto Ihrer Authenticator-App hinzufügt',
  cannotScan: 'Scannen geht nicht?',
  keyTitle: 'Einrichtungsschlüssel',
  keyText: 'Geben Sie diesen Schlüssel von Hand in Ihre App ein.',
  copyKey: 'Schlüssel kopieren',
  openAuthenticator: 'In Authenticator-App öffnen',
  verifyNeedsBoth:
    'Zum Bestätigen geben Sie die sechs Ziffern ein und kreuzen Sie an, dass Sie Ihre Backup-Codes gesichert haben.',
  verifyNeedsCode: 'Zum Bestätigen geben Sie die sechs Ziffern aus Ihrer App ein.',
  verifyNeedsSaved: 'Zum Bestätigen kreuzen Sie an, dass Sie Ihre Backup-Codes gesichert haben.',
  discardTitle: 'Ohne gesicherte Backup-Codes verlassen?',
  discardText: 'Diese Codes werden nicht noch einmal gezeigt, und es ändert sich nichts.',
  discardStay: 'Weitermachen',
  discardLeave: 'Verlassen',
  expiredTitle: 'Diese Einrichtung ist abgelaufen',
  expiredText:
    'Der QR-Code, den Sie vielleicht gescannt haben, ist ungültig. Beginnen Sie neu, um einen neuen zu erhalten, und entfernen Sie den Eintrag des abgelaufenen Codes aus Ihrer App.',
  codesExpiredText:
    'Diese Backup-Codes sind ungültig. Beginnen Sie neu, um einen neuen Satz zu erhalten: Ihre alten Codes gelten weiter.',

  backupCodesTitle: 'Backup-Codes',
  backupCodesText:
    'Jeder meldet Sie einmal an, falls Sie Ihr Telefon verlieren. Bewahren Sie sie sicher und getrennt davon auf.',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyFailed: 'Kopieren wurde verweigert. Markieren Sie den Text und kopieren Sie ihn von Hand.',
  download: 'Herunterladen',
  print: 'Drucken',
  printFailed: 'Der Druck wurde nicht gestartet. Kopieren Sie die Codes oder laden Sie sie herunter.',
  savedCodes: 'Ich habe meine Backup-Codes gesichert',
  sheetTitle: (product) => (product ? `Backup-Codes für ${product}` : 'Backup-Codes'),
  sheetAccount: (account) => `Konto: ${account}`,
  sheetDate: (date) => `Erstellt: ${date}`,
  sheetNote: 'Jeder Code gilt einmal. Ein neuer Satz macht diesen ungültig.',
  newCodesText: 'Ihre alten Codes gelten, bis Sie die neuen übernehmen.',
  renewAtOnceText: 'Ihre alten Backup-Codes gelten nicht mehr, sobald Sie neue erhalten.',
  keepCodes: 'Diese Codes übernehmen',
  keepNeedsSaved: 'Zum Übernehmen kreuzen Sie an, dass Sie sie gesichert haben.',

  challengeTitle: 'Zwei-Faktor-Authentifizierung',
  challengeCodeLabel: 'Geben Sie den 6-stelligen Code aus Ihrer Authenticator-App ein',
  challengeBackupHint:
    'Einer der Codes, die Sie beim Aktivieren von 2FA gesichert haben. Großschreibung, Leerzeichen und Bindestriche spielen keine Rolle.',
  challengeUnreachable: 'Die Anmeldung konnte nicht fortgesetzt werden.',
  challengeExpired: 'Diese Anmeldung hat zu lange gedauert und ist abgelaufen.',
  signInAgain: 'Erneut anmelden',
  verified: 'Bestätigt. Sie werden angemeldet…',

  codeIncomplete: (length) => `Geben Sie alle ${length} Ziffern ein.`,
  fieldEmpty: 'Füllen Sie dieses Feld aus.',
  codeInvalid: 'Dieser Code stimmt nicht. Geben Sie den Code ein, den Ihre App jetzt zeigt.',
  backupCodeInvalid: 'Dieser Backup-Code stimmt nicht oder wurde schon benutzt.',
  passwordInvalid: 'Dieses Passwort stimmt nicht.',
  attemptsLeft: (count) => (count === 1 ? 'Noch 1 Versuch.' : `Noch ${count} Versuche.`),
  clockAhead: (duration) =>
    `Die Uhr Ihres Telefons geht etwa ${duration} vor. Lassen Sie die Zeit automatisch einstellen und geben Sie dann einen neuen Code ein.`,
  clockBehind: (duration) =>
    `Die Uhr Ihres Telefons geht etwa ${duration} nach. Lassen Sie die Zeit automatisch einstellen und geben Sie dann einen neuen Code ein.`,
  locked: (duration) => `Zu viele Versuche. Nächster Versuch möglich in: ${duration}.`,
  authenticatorBlocked:
    'Ihr Authenticator ist nach zu vielen falschen Codes gesperrt. Verwenden Sie einen Backup-Code.',
  unreachable: 'Der Server hat nicht geantwortet. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  unavailable: 'Das geht gerade nicht. Versuchen Sie es gleich noch einmal.',
  failed: 'Etwas ist schiefgegangen. Versuchen Sie es erneut.',
  misconfigured:
    'Diese Seite erreicht ihren Anmeldedienst nicht, weil sie falsch eingerichtet ist. Bitte sagen Sie den Betreibern dieser Website Bescheid.',
};

export default de;
