import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('sl');

const sl: Strings = {
  heading: 'Dvofaktorsko preverjanje pristnosti (2FA)',
  summaryOff: 'Ob vsaki novi prijavi zahtevaj kodo iz telefona, da ukradeno geslo ne zadošča.',
  summaryOn: 'Vsaka nova prijava zahteva kodo iz aplikacije za preverjanje pristnosti.',
  wholeAccount: 'Velja za ves vaš račun.',
  enable: 'Vklopi 2FA',
  badgeOn: 'Vklopljeno',
  onSince: (date) => `Vklopljeno: ${date}`,
  backupCodesLeft: (remaining, total) => `Preostale rezervne kode: ${remaining} od ${total}`,
  backupCodesLow: 'Pridobite nove, preden jih zmanjka.',
  backupCodesGone: 'Brez njih ob izgubi telefona ostanete brez dostopa. Pridobite nove zdaj.',
  renewCodes: 'Pridobi nove rezervne kode',
  replaceAuthenticator: 'Uporabi drugo aplikacijo za preverjanje',
  disable: 'Izklopi 2FA',
  requiredByOrganisation: 'To zahteva vaša organizacija.',
  requiredFrom: (date) => `Obvezno od: ${date}.`,
  loading: 'Nalaganje nastavitev 2FA…',
  sectionUnreachable: 'Nastavitev 2FA ni bilo mogoče naložiti.',
  sectionSignedOut: 'Odjavljeni ste. Prijavite se, da si ogledate nastavitve 2FA.',
  enabledNotice:
    '2FA je vklopljeno. Naslednja prijava zahteva naslednjo kodo iz aplikacije: pravkar uporabljena ne velja več.',
  replacedNotice: 'Nova aplikacija za preverjanje je v uporabi. Stara in njene rezervne kode ne veljajo več.',
  replacedNoticeNoCodes: 'Nova aplikacija za preverjanje je v uporabi. Stara ne velja več.',
  renewedNotice: 'Nove rezervne kode so v uporabi. Stare ne veljajo več.',
  disabledNotice: '2FA je izklopljeno. Vnos lahko odstranite iz aplikacije za preverjanje pristnosti.',

  authenticatorsTitle: 'Aplikacije za preverjanje',
  authenticatorName: (number) => `Aplikacija za preverjanje ${number}`,
  addedOn: (date) => `Dodano: ${date}`,
  lastUsedOn: (date) => `Nazadnje uporabljeno: ${date}`,
  notUsedYet: 'Še ni uporabljeno',
  rename: 'Preimenuj',
  remove: 'Odstrani',
  addAuthenticator: 'Dodaj še eno aplikacijo za preverjanje',
  authenticatorsFull: 'Imate toliko aplikacij za preverjanje, kolikor jih je mogoče. Odstranite eno, da dodate drugo.',
  addedNotice: 'Nova aplikacija za preverjanje deluje poleg drugih. Pravkar uporabljena koda je porabljena.',
  renamedNotice: 'Novo ime je shranjeno.',
  removedNotice: 'Aplikacija za preverjanje je odstranjena. Vnos lahko izbrišete iz nje.',
  addTitle: 'Dodajte aplikacijo za preverjanje',
  addText: 'Druge aplikacije za preverjanje in rezervne kode ostanejo, kot so.',
  nameLabel: 'Ime',
  add: 'Dodaj',
  renameTitle: 'Preimenujte aplikacijo za preverjanje',
  save: 'Shrani',
  removeTitle: 'Odstranim to aplikacijo za preverjanje?',
  removeText: 'Njene kode takoj prenehajo veljati, vaše druge seje pa se končajo. Rezervne kode ostanejo.',
  replaceAllText: 'Nova aplikacija za preverjanje nadomesti vse sedanje in vaše rezervne kode.',

  cancel: 'Prekliči',
  close: 'Zapri',
  goOn: 'Nadaljuj',
  tryAgain: 'Poskusi znova',
  startAgain: 'Začni znova',
  verify: 'Potrdi',
  busy: 'Trenutek…',

  enableTitle: 'Želite vklopiti dvofaktorsko preverjanje pristnosti?',
  enableText:
    'Vsaka nova prijava bo zahtevala geslo in šestmestno kodo iz aplikacije v telefonu. Telefon imejte pri roki: nastavitev traja približno dve minuti.',
  reasonPassword: 'Samo z ukradenim geslom nihče več ne odpre vašega računa.',
  reasonData: 'Vaši podatki dobijo drugo ključavnico.',
  reasonOrganisations: 'Številne organizacije to zahtevajo.',
  disableTitle: 'Želite izklopiti dvofaktorsko preverjanje pristnosti?',
  disableText:
    'Samo geslo bo spet odprlo vaš račun. Aplikacija za preverjanje in vse rezervne kode prenehajo veljati in se izbrišejo.',
  disableTextNoCodes: 'Samo geslo bo spet odprlo vaš račun. Aplikacija za preverjanje preneha veljati in se izbriše.',

  proofTitle: 'Potrdite, da ste to vi',
  codeLabel: 'Vnesite potrditveno kodo',
  useBackupCode: 'Uporabi rezervno kodo',
  useAuthenticator: 'Uporabi aplikacijo za preverjanje',
  backupCode: 'Rezervna koda',
  backupCodeHint: 'Velja enkrat. Velike črke, presledki in vezaji niso pomembni.',
  password: 'Geslo',
  signedOut: 'Odjavljeni ste. Za nadaljevanje se prijavite znova.',

  setupTitle: 'Nastavitev dvofaktorskega preverjanja pristnosti',
  scanTitle: 'Optično preberite kodo QR',
  scanText:
    'Odprite Google Authenticator, Authy ali Microsoft Authenticator, izberite dodajanje računa in optično preberite to kodo.',
  qrLabel: 'Koda QR, ki doda ta račun v aplikacijo za preverjanje pristnosti',
  cannotScan: 'Branje ne deluje?',
  keyTitle: 'Nastavitveni ključ',
  keyText: 'Ta ključ ročno vnesite v aplikacijo.',
  copyKey: 'Kopiraj ključ',
  openAuthenticator: 'Odpri v aplikaciji za preverjanje',
  verifyNeedsBoth: 'Za potrditev vnesite šest števk in označite, da ste shranili rezervne kode.',
  verifyNeedsCode: 'Za potrditev vnesite šest števk iz aplikacije.',
  verifyNeedsSaved: 'Za potrditev označite, da ste shranili rezervne kode.',
  discardTitle: 'Želite oditi, ne da bi shranili rezervne kode?',
  discardText: 'Te kode ne bodo več prikazane in nič se ne bo spremenilo.',
  discardStay: 'Ostani',
  discardLeave: 'Odidi',
  expiredTitle: 'Ta nastavitev je potekla',
  expiredText:
    'Koda QR, ki ste jo morda prebrali, ne velja. Začnite znova, da dobite novo, in iz aplikacije odstranite vnos, ki ga je dodala stara.',
  codesExpiredText: 'Te rezervne kode ne veljajo. Začnite znova, da dobite nov nabor: stare kode še veljajo.',

  backupCodesTitle: 'Rezervne kode',
  backupCodesText: 'Z vsako se lahko enkrat prijavite, če izgubite telefon. Hranite jih na varnem in ločeno od njega.',
  copy: 'Kopiraj',
  copied: 'Kopirano',
  copyFailed: 'Kopiranje je bilo zavrnjeno. Izberite besedilo in ga kopirajte ročno.',
  download: 'Prenesi',
  print: 'Natisni',
  printFailed: 'Tiskanje se ni začelo. Kode raje kopirajte ali prenesite.',
  savedCodes: 'Moje rezervne kode so shranjene',
  sheetTitle: (product) => (product ? `Rezervne kode za ${product}` : 'Rezervne kode'),
  sheetAccount: (account) => `Račun: ${account}`,
  sheetDate: (date) => `Ustvarjeno: ${date}`,
  sheetNote: 'Vsaka koda velja enkrat. Nov nabor razveljavi tega.',
  newCodesText: 'Stare kode veljajo, dokler ne sprejmete teh.',
  renewAtOnceText: 'Stare rezervne kode prenehajo veljati, takoj ko dobite nove.',
  keepCodes: 'Sprejmi te kode',
  keepNeedsSaved: 'Če jih želite sprejeti, označite, da ste jih shranili.',

  challengeTitle: 'Dvofaktorsko preverjanje pristnosti',
  challengeCodeLabel: 'Vnesite 6-mestno kodo iz aplikacije za preverjanje pristnosti',
  challengeBackupHint: 'Ena od kod, ki ste jih shranili ob vklopu 2FA. Velike črke, presledki in vezaji niso pomembni.',
  trustDevice: (duration) => `Zaupaj tej napravi: ${duration}`,
  challengeUnreachable: 'Prijave ni bilo mogoče nadaljevati.',
  challengeExpired: 'Ta prijava je trajala predolgo in je potekla.',
  signInAgain: 'Ponovna prijava',
  verified: 'Potrjeno. Prijavljanje…',

  devicesTitle: 'Kje ste prijavljeni',
  devicesLoading: 'Nalaganje vaših sej…',
  devicesUnreachable: 'Vaših sej ni bilo mogoče naložiti.',
  devicesSignedOut: 'Odjavljeni ste. Prijavite se, da si ogledate svoje seje.',
  thisDevice: 'Ta naprava',
  usedNow: 'Uporabljeno pravkar',
  lastUsed: (time) => `Nazadnje uporabljeno: ${time}`,
  signOut: 'Odjava',
  noOtherSessions: 'Nikjer drugje niste prijavljeni.',
  trustedTitle: 'Zaupanja vredne naprave',
  trustedText: 'Prijava v teh napravah ne zahteva kode.',
  trustedUntil: (date) => `Zaupanje do ${date}`,
  forget: 'Pozabi',
  signOutOthers: 'Odjava povsod drugje',
  signOutOthersText:
    'Vse druge seje se končajo in vse zaupanja vredne naprave se pozabijo. Tukaj ostanete prijavljeni.',
  signedOutNotice: 'Ta seja je končana.',
  forgottenNotice: 'Ta naprava je pozabljena. Naslednja prijava v njej bo zahtevala kodo.',
  othersSignedOutNotice: 'Vse druge seje so končane in nobena naprava ni zaupanja vredna.',

  enrolmentText: 'To zahteva vaša organizacija.',
  useDifferentAccount: 'Uporabi drug račun',

  codeIncomplete: (length) => `Vnesite vse števke (skupaj ${length}).`,
  fieldEmpty: 'Izpolnite to polje.',
  codeInvalid: 'Ta koda ni pravilna. Vnesite kodo, ki jo aplikacija kaže zdaj.',
  backupCodeInvalid: 'Ta rezervna koda ni pravilna ali je že bila uporabljena.',
  passwordInvalid: 'To geslo ni pravilno.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Ura v telefonu prehiteva (razlika: približno ${duration}). Vklopite samodejno nastavljanje časa in nato vnesite novo kodo.`,
  clockBehind: (duration) =>
    `Ura v telefonu zaostaja (razlika: približno ${duration}). Vklopite samodejno nastavljanje časa in nato vnesite novo kodo.`,
  locked: (duration) => `Preveč poskusov. Čas do naslednjega poskusa: ${duration}.`,
  authenticatorBlocked: 'Aplikacija za preverjanje je blokirana po preveč napačnih kodah. Uporabite rezervno kodo.',
  authenticatorBlockedRow:
    'Aplikacija za preverjanje je blokirana po preveč napačnih kodah. Uporabite rezervno kodo ali vnesite tri kode zapored, vsako novo takoj, ko jo aplikacija pokaže.',
  unreachable: 'Strežnik se ni odzval. Preverite povezavo in poskusite znova.',
  unavailable: 'To trenutno ne deluje. Poskusite znova čez trenutek.',
  failed: 'Nekaj je šlo narobe. Poskusite znova.',
  misconfigured:
    'Ta stran ne more doseči svoje storitve za prijavo, ker je napačno nastavljena. Sporočite to skrbnikom spletnega mesta.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `Na voljo je še ${count} poskus.`;
    case 'two':
      return `Na voljo sta še ${count} poskusa.`;
    case 'few':
      return `Na voljo so še ${count} poskusi.`;
    default:
      return `Na voljo je še ${count} poskusov.`;
  }
}

export default sl;
