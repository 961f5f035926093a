import type { Strings } from './strings.js';

const it: Strings = {
  heading: 'Autenticazione a due fattori (2FA)',
  summaryOff: 'Richiedi un codice del tuo telefono a ogni nuovo accesso, così una password rubata non è sufficiente.',
  summaryOn: 'Ogni nuovo accesso richiede un codice della tua app di autenticazione.',
  wholeAccount: 'Vale per tutto il tuo account.',
  enable: 'Attiva 2FA',
  badgeOn: 'Attiva',
  onSince: (date) => `Attivazione: ${date}`,
  backupCodesLeft: (remaining, total) =>
    remaining === 1
      ? `Resta ${remaining} codice di backup su ${total}`
      : `Restano ${remaining} codici di backup su ${total}`,
  backupCodesLow: 'Generane di nuovi prima che finiscano.',
  backupCodesGone: 'Senza codici, se perdi il telefono resti senza accesso. Generane di nuovi ora.',
  renewCodes: 'Genera nuovi codici di backup',
  replaceAuthenticator: 'Usa un altro autenticatore',
  disable: 'Disattiva 2FA',
  loading: 'Caricamento delle impostazioni 2FA…',
  sectionUnreachable: 'Impossibile caricare le impostazioni 2FA.',
  sectionSignedOut: 'La sessione è terminata. Accedi per vedere le impostazioni 2FA.',
  enabledNotice:
    'La 2FA è attiva. Per il prossimo accesso serve il codice successivo della tua app: quello appena usato non è più valido.',
  replacedNotice:
    'Il nuovo autenticatore è in uso. Quello precedente e i relativi codici di backup non funzionano più.',
  replacedNoticeNoCodes: 'Il nuovo autenticatore è in uso. Quello precedente non funziona più.',
  renewedNotice: 'I nuovi codici di backup sono attivi. Quelli precedenti non funzionano più.',
  disabledNotice: 'La 2FA è disattivata. Puoi rimuovere la voce dalla tua app di autenticazione.',

  authenticatorsTitle: 'Autenticatori',
  authenticatorName: (number) => `Autenticatore ${number}`,
  addedOn: (date) => `Aggiunto: ${date}`,
  lastUsedOn: (date) => `Ultimo utilizzo: ${date}`,
  notUsedYet: 'Non ancora usato',
  rename: 'Rinomina',
  remove: 'Rimuovi',
  addAuthenticator: 'Aggiungi un altro autenticatore',
  authenticatorsFull: 'Hai tutti gli autenticatori possibili. Rimuovine uno per aggiungerne un altro.',
  addedNotice: 'Il nuovo autenticatore funziona accanto agli altri. Il codice appena usato non vale più.',
  renamedNotice: 'Il nuovo nome è stato salvato.',
  removedNotice: 'L’autenticatore è stato rimosso. Puoi eliminare la voce dalla sua app.',
  addTitle: 'Aggiungi un autenticatore',
  addText: 'Gli altri autenticatori e i codici di backup restano come sono.',
  nameLabel: 'Nome',
  add: 'Aggiungi',
  renameTitle: 'Rinomina autenticatore',
  save: 'Salva',
  removeTitle: 'Rimuovere questo autenticatore?',
  removeText: 'I suoi codici smettono subito di funzionare e le altre sessioni terminano. I codici di backup restano.',
  replaceAllText: 'Il nuovo autenticatore sostituisce tutti quelli attuali e i codici di backup.',

  cancel: 'Annulla',
  close: 'Chiudi',
  goOn: 'Continua',
  tryAgain: 'Riprova',
  startAgain: 'Ricomincia',
  verify: 'Verifica',
  busy: 'Un momento…',

  enableTitle: 'Attivare l’autenticazione a due fattori?',
  enableText:
    'Ogni nuovo accesso richiederà la password e un codice di sei cifre di un’app sul tuo telefono. Tienilo a portata di mano: la configurazione richiede circa due minuti.',
  reasonPassword: 'Una password rubata non basta più per entrare nel tuo account.',
  reasonData: 'I tuoi dati hanno una seconda serratura.',
  reasonOrganisations: 'Molte organizzazioni la richiedono.',
  disableTitle: 'Disattivare l’autenticazione a due fattori?',
  disableText:
    'La sola password basterà di nuovo per entrare nel tuo account. L’autenticatore e tutti i codici di backup smetteranno di funzionare e saranno eliminati.',
  disableTextNoCodes:
    'La sola password basterà di nuovo per entrare nel tuo account. L’autenticatore smetterà di funzionare e sarà eliminato.',

  proofTitle: 'Conferma la tua identità',
  codeLabel: 'Inserisci il codice di verifica',
  useBackupCode: 'Usa un codice di backup',
  useAuthenticator: 'Usa l’app di autenticazione',
  backupCode: 'Codice di backup',
  backupCodeHint: 'Si può usare una sola volta. Maiuscole, spazi e trattini non contano.',
  password: 'Password',
  signedOut: 'La sessione è terminata. Accedi di nuovo per continuare.',

  setupTitle: 'Configura l’autenticazione a due fattori',
  scanTitle: 'Scansiona il codice QR',
  scanText:
    'Apri Google Authenticator, Authy o Microsoft Authenticator, scegli di aggiungere un account e scansiona questo codice.',
  qrLabel: 'Codice QR che aggiunge questo account alla tua app di autenticazione',
  cannotScan: 'Non puoi scansionarlo?',
  keyTitle: 'Chiave di configurazione',
  keyText: 'Inserisci questa chiave a mano nella tua app.',
  copyKey: 'Copia chiave',
  openAuthenticator: 'Apri nell’app di autenticazione',
  verifyNeedsBoth: 'Per verificare, inserisci le sei cifre e conferma di aver salvato i codici di backup.',
  verifyNeedsCode: 'Per verificare, inserisci le sei cifre della tua app.',
  verifyNeedsSaved: 'Per verificare, conferma di aver salvato i codici di backup.',
  discardTitle: 'Uscire senza salvare i codici di backup?',
  discardText: 'Questi codici non saranno più mostrati e non cambierà nulla.',
  discardStay: 'Continua',
  discardLeave: 'Esci',
  expiredTitle: 'Questa configurazione è scaduta',
  expiredText:
    'Il codice QR che potresti aver scansionato non è più valido. Ricomincia per ottenerne uno nuovo e rimuovi dalla tua app la voce aggiunta dal codice scaduto.',
  codesExpiredText:
    'Questi codici di backup non sono validi. Ricomincia per ottenerne di nuovi: i codici precedenti funzionano ancora.',

  backupCodesTitle: 'Codici di backup',
  backupCodesText:
    'Ognuno ti fa accedere una volta se perdi il telefono. Conservali in un luogo sicuro, separati da esso.',
  copy: 'Copia',
  copied: 'Copiato',
  copyFailed: 'La copia è stata rifiutata. Seleziona il testo e copialo a mano.',
  download: 'Scarica',
  print: 'Stampa',
  printFailed: 'La stampa non è partita. Copia o scarica i codici.',
  savedCodes: 'Ho salvato i codici di backup',
  sheetTitle: (product) => (product ? `Codici di backup di ${product}` : 'Codici di backup'),
  sheetAccount: (account) => `Account: ${account}`,
  sheetDate: (date) => `Data di creazione: ${date}`,
  sheetNote: 'Ogni codice funziona una volta. Una nuova serie annulla questa.',
  newCodesText: 'I codici precedenti funzionano finché non attivi questi.',
  renewAtOnceText: 'I codici di backup precedenti smetteranno di funzionare non appena ne otterrai di nuovi.',
  keepCodes: 'Attiva questi codici',
  keepNeedsSaved: 'Per attivarli, conferma di averli salvati.',

  challengeTitle: 'Autenticazione a due fattori',
  challengeCodeLabel: 'Inserisci il codice di 6 cifre della tua app di autenticazione',
  challengeBackupHint:
    'Uno dei codici che hai salvato quando hai attivato la 2FA. Maiuscole, spazi e trattini non contano.',
  challengeUnreachable: 'Impossibile continuare l’accesso.',
  challengeExpired: 'Questo accesso ha richiesto troppo tempo ed è scaduto.',
  signInAgain: 'Accedi di nuovo',
  verified: 'Verificato. Accesso in corso…',

  codeIncomplete: (length) => `Inserisci tutte le ${length} cifre.`,
  fieldEmpty: 'Compila questo campo.',
  codeInvalid: 'Il codice non è corretto. Inserisci il codice che la tua app mostra ora.',
  backupCodeInvalid: 'Il codice di backup non è corretto o è già stato usato.',
  passwordInvalid: 'La password non è corretta.',
  attemptsLeft: (count) => (count === 1 ? 'Resta 1 tentativo.' : `Restano ${count} tentativi.`),
  clockAhead: (duration) =>
    `L’orologio del tuo telefono è avanti di circa ${duration}. Attiva l’impostazione automatica dell’ora, poi inserisci un nuovo codice.`,
  clockBehind: (duration) =>
    `L’orologio del tuo telefono è indietro di circa ${duration}. Attiva l’impostazione automatica dell’ora, poi inserisci un nuovo codice.`,
  locked: (duration) => `Troppi tentativi. Potrai riprovare tra ${duration}.`,
  authenticatorBlocked: 'L’autenticatore è bloccato dopo troppi codici errati. Usa un codice di backup.',
  unreachable: 'Il server non ha risposto. Controlla la connessione e riprova.',
  unavailable: 'Al momento non funziona. Riprova tra poco.',
  failed: 'Qualcosa è andato storto. Riprova.',
  misconfigured:
    'Questa pagina non può raggiungere il suo servizio di accesso perché è configurata male. Avvisa chi gestisce questo sito.',
};

export default it;
