import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('ro');

const ro: Strings = {
  heading: 'Autentificare cu doi factori (2FA)',
  summaryOff: 'Cere un cod de pe telefon la fiecare conectare nouă, pentru ca o parolă furată să nu fie de ajuns.',
  summaryOn: 'Fiecare conectare nouă cere un cod din aplicația de autentificare.',
  wholeAccount: 'Se aplică întregului dvs. cont.',
  enable: 'Activați 2FA',
  badgeOn: 'Activată',
  onSince: (date) => `Din ${date}`,
  backupCodesLeft: (remaining, total) => `Coduri de rezervă rămase: ${remaining} din ${total}`,
  backupCodesLow: 'Obțineți altele noi înainte să se termine.',
  backupCodesGone: 'Fără ele, pierderea telefonului vă lasă fără acces. Obțineți altele noi acum.',
  renewCodes: 'Obțineți coduri de rezervă noi',
  replaceAuthenticator: 'Folosiți alt autentificator',
  disable: 'Dezactivați 2FA',
  requiredByOrganisation: 'Organizația dvs. o cere.',
  requiredFrom: (date) => `Obligatorie din ${date}.`,
  loading: 'Se încarcă setările 2FA…',
  sectionUnreachable: 'Setările 2FA nu au putut fi încărcate.',
  sectionSignedOut: 'V-ați deconectat. Conectați-vă pentru a vedea setările 2FA.',
  enabledNotice:
    '2FA este activată. Următoarea conectare cere următorul cod din aplicație: cel folosit acum nu mai este valabil.',
  replacedNotice: 'Noul autentificator este în uz. Cel vechi și codurile lui de rezervă nu mai sunt valabile.',
  replacedNoticeNoCodes: 'Noul autentificator este în uz. Cel vechi nu mai este valabil.',
  renewedNotice: 'Noile coduri de rezervă sunt în uz. Cele vechi nu mai sunt valabile.',
  disabledNotice: '2FA este dezactivată. Puteți elimina intrarea din aplicația de autentificare.',

  authenticatorsTitle: 'Autentificatoare',
  authenticatorName: (number) => `Autentificator ${number}`,
  addedOn: (date) => `Adăugat: ${date}`,
  lastUsedOn: (date) => `Ultima utilizare: ${date}`,
  notUsedYet: 'Încă nefolosit',
  rename: 'Redenumiți',
  remove: 'Eliminați',
  addAuthenticator: 'Adăugați alt autentificator',
  authenticatorsFull: 'Aveți cât mai multe autentificatoare se poate. Eliminați unul pentru a adăuga altul.',
  addedNotice: 'Noul autentificator funcționează alături de celelalte. Codul folosit adineauri este consumat.',
  renamedNotice: 'Noul nume este salvat.',
  removedNotice: 'Autentificatorul este eliminat. Puteți șterge intrarea din aplicația lui.',
  addTitle: 'Adăugați un autentificator',
  addText: 'Celelalte autentificatoare și codurile de rezervă rămân așa cum sunt.',
  nameLabel: 'Nume',
  add: 'Adăugați',
  renameTitle: 'Redenumiți autentificatorul',
  save: 'Salvați',
  removeTitle: 'Eliminați acest autentificator?',
  removeText: 'Codurile lui nu mai sunt valabile imediat, iar celelalte sesiuni se încheie. Codurile de rezervă rămân.',
  replaceAllText: 'Noul autentificator le înlocuiește pe toate cele de acum și codurile de rezervă.',

  cancel: 'Anulați',
  close: 'Închideți',
  goOn: 'Continuați',
  tryAgain: 'Încercați din nou',
  startAgain: 'Începeți din nou',
  verify: 'Verificați',
  busy: 'Un moment…',

  enableTitle: 'Activați autentificarea cu doi factori?',
  enableText:
    'Fiecare conectare nouă va cere parola și un cod de șase cifre dintr-o aplicație de pe telefon. Țineți telefonul la îndemână: configurarea durează circa două minute.',
  reasonPassword: 'O parolă furată nu vă mai deschide singură contul.',
  reasonData: 'Datele dvs. primesc o a doua încuietoare.',
  reasonOrganisations: 'Multe organizații o cer.',
  disableTitle: 'Dezactivați autentificarea cu doi factori?',
  disableText:
    'Parola singură vă va deschide din nou contul. Autentificatorul și toate codurile de rezervă nu vor mai fi valabile și vor fi șterse.',
  disableTextNoCodes:
    'Parola singură vă va deschide din nou contul. Autentificatorul nu va mai fi valabil și va fi șters.',

  proofTitle: 'Confirmați-vă identitatea',
  codeLabel: 'Introduceți codul de verificare',
  useBackupCode: 'Folosiți un cod de rezervă',
  useAuthenticator: 'Folosiți aplicația de autentificare',
  backupCode: 'Cod de rezervă',
  backupCodeHint: 'Este valabil o singură dată. Majusculele, spațiile și cratimele nu contează.',
  password: 'Parolă',
  signedOut: 'V-ați deconectat. Conectați-vă din nou pentru a continua.',

  setupTitle: 'Configurarea autentificării cu doi factori',
  scanTitle: 'Scanați codul QR',
  scanText:
    'Deschideți Google Authenticator, Authy sau Microsoft Authenticator, alegeți adăugarea unui cont și scanați acest cod.',
  qrLabel: 'Cod QR care adaugă acest cont în aplicația de autentificare',
  cannotScan: 'Nu puteți scana?',
  keyTitle: 'Cheie de configurare',
  keyText: 'Introduceți manual această cheie în aplicație.',
  copyKey: 'Copiați cheia',
  openAuthenticator: 'Deschideți în aplicația de autentificare',
  verifyNeedsBoth: 'Pentru verificare, introduceți cele șase cifre și confirmați că ați salvat codurile de rezervă.',
  verifyNeedsCode: 'Pentru verificare, introduceți cele șase cifre din aplicație.',
  verifyNeedsSaved: 'Pentru verificare, confirmați că ați salvat codurile de rezervă.',
  discardTitle: 'Ieșiți fără să salvați codurile de rezervă?',
  discardText: 'Aceste coduri nu vor mai fi afișate și nu se va schimba nimic.',
  discardStay: 'Rămâneți',
  discardLeave: 'Ieșiți',
  expiredTitle: 'Această configurare a expirat',
  expiredText:
    'Codul QR pe care poate l-ați scanat nu mai este valabil. Începeți din nou pentru unul nou și eliminați din aplicație intrarea adăugată de cel vechi.',
  codesExpiredText:
    'Aceste coduri de rezervă nu sunt valabile. Începeți din nou pentru un set nou: codurile vechi rămân valabile.',

  backupCodesTitle: 'Coduri de rezervă',
  backupCodesText:
    'Cu fiecare vă puteți conecta o dată dacă pierdeți telefonul. Păstrați-le într-un loc sigur, separat de el.',
  copy: 'Copiați',
  copied: 'Copiat',
  copyFailed: 'Copierea a fost refuzată. Selectați textul și copiați-l manual.',
  download: 'Descărcați',
  print: 'Tipăriți',
  printFailed: 'Imprimarea nu a pornit. Copiați sau descărcați codurile.',
  savedCodes: 'Am salvat codurile de rezervă',
  sheetTitle: (product) => (product ? `Coduri de rezervă ${product}` : 'Coduri de rezervă'),
  sheetAccount: (account) => `Cont: ${account}`,
  sheetDate: (date) => `Data creării: ${date}`,
  sheetNote: 'Fiecare cod este valabil o singură dată. Un set nou îl anulează pe acesta.',
  newCodesText: 'Codurile vechi sunt valabile până le acceptați pe acestea.',
  renewAtOnceText: 'Codurile de rezervă vechi nu vor mai fi valabile de îndată ce primiți altele noi.',
  keepCodes: 'Acceptați aceste coduri',
  keepNeedsSaved: 'Pentru a le accepta, confirmați că le-ați salvat.',

  challengeTitle: 'Autentificare cu doi factori',
  challengeCodeLabel: 'Introduceți codul de 6 cifre din aplicația de autentificare',
  challengeBackupHint: 'Unul dintre codurile salvate la activarea 2FA. Majusculele, spațiile și cratimele nu contează.',
  trustDevice: (duration) => `Dispozitiv de încredere timp de ${duration}`,
  challengeUnreachable: 'Conectarea nu a putut continua.',
  challengeExpired: 'Această conectare a durat prea mult și a expirat.',
  signInAgain: 'Conectați-vă din nou',
  verified: 'Verificat. Vă conectăm…',

  devicesTitle: 'Unde este conectat contul',
  devicesLoading: 'Se încarcă sesiunile dvs.…',
  devicesUnreachable: 'Sesiunile dvs. nu au putut fi încărcate.',
  devicesSignedOut: 'V-ați deconectat. Conectați-vă pentru a vedea sesiunile.',
  thisDevice: 'Acest dispozitiv',
  usedNow: 'Folosit chiar acum',
  lastUsed: (time) => `Ultima utilizare: ${time}`,
  signOut: 'Deconectare',
  noOtherSessions: 'Contul nu este conectat în altă parte.',
  trustedTitle: 'Dispozitive de încredere',
  trustedText: 'Conectarea pe aceste dispozitive nu cere niciun cod.',
  trustedUntil: (date) => `De încredere până la ${date}`,
  forget: 'Uitați dispozitivul',
  signOutOthers: 'Deconectare din toate celelalte locuri',
  signOutOthersText:
    'Toate celelalte sesiuni se încheie și toate dispozitivele de încredere sunt uitate. Sesiunea de aici rămâne activă.',
  signedOutNotice: 'Acea sesiune s-a încheiat.',
  forgottenNotice: 'Acel dispozitiv a fost uitat. Următoarea conectare de pe el va cere un cod.',
  othersSignedOutNotice: 'Toate celelalte sesiuni s-au încheiat și niciun dispozitiv nu este de încredere.',

  enrolmentText: 'Organizația dvs. o cere.',
  useDifferentAccount: 'Folosiți alt cont',

  codeIncomplete: (length) => `Introduceți toate cifrele (în total ${length}).`,
  fieldEmpty: 'Completați acest câmp.',
  codeInvalid: 'Codul nu este corect. Introduceți codul afișat acum de aplicație.',
  backupCodeInvalid: 'Codul de rezervă nu este corect sau a fost deja folosit.',
  passwordInvalid: 'Parola nu este corectă.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Ceasul telefonului este înainte (cu aproximativ ${duration}). Permiteți setarea automată a orei, apoi introduceți un cod nou.`,
  clockBehind: (duration) =>
    `Ceasul telefonului este în urmă (cu aproximativ ${duration}). Permiteți setarea automată a orei, apoi introduceți un cod nou.`,
  locked: (duration) => `Prea multe încercări. Puteți încerca din nou peste ${duration}.`,
  authenticatorBlocked: 'Autentificatorul este blocat după prea multe coduri greșite. Folosiți un cod de rezervă.',
  authenticatorBlockedRow:
    'Autentificatorul este blocat după prea multe coduri greșite. Folosiți un cod de rezervă sau introduceți trei coduri la rând, fiecare cod nou imediat ce îl afișează aplicația.',
  unreachable: 'Serverul nu a răspuns. Verificați conexiunea și încercați din nou.',
  unavailable: 'Momentan nu funcționează. Încercați din nou peste puțin timp.',
  failed: 'Ceva nu a mers bine. Încercați din nou.',
  misconfigured:
    'Această pagină nu poate ajunge la serviciul său de conectare, deoarece este configurată greșit. Anunțați persoanele care administrează acest site.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `A mai rămas ${count} încercare.`;
    case 'few':
      return `Au mai rămas ${count} încercări.`;
    default:
      return `Au mai rămas ${count} de încercări.`;
  }
}

export default ro;
