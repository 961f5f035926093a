import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('hr');

const hr: Strings = {
  heading: 'Dvofaktorska autentifikacija (2FA)',
  summaryOff: 'Pri svakoj novoj prijavi traži se kod s telefona, pa ukradena lozinka nije dovoljna.',
  summaryOn: 'Pri svakoj novoj prijavi traži se kod iz aplikacije za autentifikaciju.',
  wholeAccount: 'Vrijedi za cijeli vaš račun.',
  enable: 'Uključi 2FA',
  badgeOn: 'Uključeno',
  onSince: (date) => `Od ${date}`,
  backupCodesLeft: (remaining, total) => `Preostali rezervni kodovi: ${remaining} od ${total}`,
  backupCodesLow: 'Nabavite nove prije nego što ih potrošite.',
  backupCodesGone: 'Bez njih gubitkom telefona ostajete bez pristupa. Nabavite nove odmah.',
  renewCodes: 'Nabavi nove rezervne kodove',
  replaceAuthenticator: 'Koristi drugi autentifikator',
  disable: 'Isključi 2FA',
  requiredByOrganisation: 'Vaša je organizacija zahtijeva.',
  requiredFrom: (date) => `Obavezno od ${date}`,
  loading: 'Učitavanje postavki za 2FA…',
  sectionUnreachable: 'Postavke za 2FA nisu se mogle učitati.',
  sectionSignedOut: 'Odjavljeni ste. Prijavite se da biste vidjeli postavke za 2FA.',
  enabledNotice:
    '2FA je uključena. Za sljedeću prijavu trebat će sljedeći kod iz aplikacije: upravo upotrijebljeni više ne vrijedi.',
  replacedNotice: 'Novi autentifikator je u upotrebi. Stari i njegovi rezervni kodovi više ne vrijede.',
  replacedNoticeNoCodes: 'Novi autentifikator je u upotrebi. Stari više ne vrijedi.',
  renewedNotice: 'Novi rezervni kodovi su u upotrebi. Stari više ne vrijede.',
  disabledNotice: '2FA je isključena. Unos možete ukloniti iz aplikacije za autentifikaciju.',

  authenticatorsTitle: 'Autentifikatori',
  authenticatorName: (number) => `Autentifikator ${number}`,
  addedOn: (date) => `Dodano: ${date}`,
  lastUsedOn: (date) => `Zadnja upotreba: ${date}`,
  notUsedYet: 'Još nije upotrijebljen',
  rename: 'Preimenuj',
  remove: 'Ukloni',
  addAuthenticator: 'Dodaj još jedan autentifikator',
  authenticatorsFull: 'Imate najveći mogući broj autentifikatora. Uklonite jedan da biste dodali drugi.',
  addedNotice: 'Novi autentifikator radi uz ostale. Kod koji ste upravo upotrijebili potrošen je.',
  renamedNotice: 'Novi naziv je spremljen.',
  removedNotice: 'Autentifikator je uklonjen. Unos možete izbrisati iz njegove aplikacije.',
  addTitle: 'Dodajte autentifikator',
  addText: 'Vaši drugi autentifikatori i rezervni kodovi ostaju kakvi jesu.',
  nameLabel: 'Naziv',
  add: 'Dodaj',
  renameTitle: 'Preimenujte autentifikator',
  save: 'Spremi',
  removeTitle: 'Ukloniti ovaj autentifikator?',
  removeText: 'Njegovi kodovi odmah prestaju vrijediti, a vaše druge sesije završavaju. Rezervni kodovi ostaju.',
  replaceAllText: 'Novi autentifikator zamjenjuje sve koje sada imate i vaše rezervne kodove.',

  cancel: 'Odustani',
  close: 'Zatvori',
  goOn: 'Nastavi',
  tryAgain: 'Pokušaj ponovno',
  startAgain: 'Počni ispočetka',
  verify: 'Potvrdi',
  busy: 'Trenutak…',

  enableTitle: 'Želite li uključiti dvofaktorsku autentifikaciju?',
  enableText:
    'Svaka nova prijava tražit će lozinku i šesteroznamenkasti kod iz aplikacije na telefonu. Neka vam telefon bude pri ruci: postavljanje traje oko dvije minute.',
  reasonPassword: 'Sama ukradena lozinka više ne otvara vaš račun.',
  reasonData: 'Vaši podaci dobivaju drugu bravu.',
  reasonOrganisations: 'Mnoge je organizacije zahtijevaju.',
  disableTitle: 'Želite li isključiti dvofaktorsku autentifikaciju?',
  disableText:
    'Sama će lozinka ponovno otvarati vaš račun. Autentifikator i svi rezervni kodovi prestaju vrijediti i brišu se.',
  disableTextNoCodes: 'Sama će lozinka ponovno otvarati vaš račun. Autentifikator prestaje vrijediti i briše se.',

  proofTitle: 'Potvrdite da ste to vi',
  codeLabel: 'Unesite kontrolni kod',
  useBackupCode: 'Koristi rezervni kod',
  useAuthenticator: 'Koristi aplikaciju za autentifikaciju',
  backupCode: 'Rezervni kod',
  backupCodeHint: 'Vrijedi jednom. Velika slova, razmaci i crtice nisu važni.',
  password: 'Lozinka',
  signedOut: 'Odjavljeni ste. Prijavite se ponovno da biste nastavili.',

  setupTitle: 'Postavljanje dvofaktorske autentifikacije',
  scanTitle: 'Skenirajte QR kod',
  scanText:
    'Otvorite Google Authenticator, Authy ili Microsoft Authenticator, odaberite dodavanje računa i skenirajte ovaj kod.',
  qrLabel: 'QR kod koji ovaj račun dodaje u aplikaciju za autentifikaciju',
  cannotScan: 'Skeniranje ne uspijeva?',
  keyTitle: 'Ključ za postavljanje',
  keyText: 'Unesite ovaj ključ u aplikaciju ručno.',
  copyKey: 'Kopiraj ključ',
  openAuthenticator: 'Otvori u aplikaciji za autentifikaciju',
  verifyNeedsBoth: 'Za potvrdu unesite šest znamenki i označite da ste spremili rezervne kodove.',
  verifyNeedsCode: 'Za potvrdu unesite šest znamenki iz aplikacije.',
  verifyNeedsSaved: 'Za potvrdu označite da ste spremili rezervne kodove.',
  discardTitle: 'Želite li izaći bez spremanja rezervnih kodova?',
  discardText: 'Ovi se kodovi neće ponovno prikazati i ništa se neće promijeniti.',
  discardStay: 'Ostani',
  discardLeave: 'Izađi',
  expiredTitle: 'Ovo je postavljanje isteklo',
  expiredText:
    'QR kod koji ste možda skenirali više ne vrijedi. Počnite ispočetka da biste dobili novi i iz aplikacije uklonite unos koji je dodao stari.',
  codesExpiredText:
    'Ovi rezervni kodovi ne vrijede. Počnite ispočetka da biste dobili novi skup: stari kodovi i dalje vrijede.',

  backupCodesTitle: 'Rezervni kodovi',
  backupCodesText: 'Svakim se možete prijaviti jednom ako izgubite telefon. Čuvajte ih na sigurnom, odvojeno od njega.',
  copy: 'Kopiraj',
  copied: 'Kopirano',
  copyFailed: 'Kopiranje je odbijeno. Odaberite tekst i kopirajte ga ručno.',
  download: 'Preuzmi',
  print: 'Ispiši',
  printFailed: 'Ispis nije započeo. Umjesto toga kopirajte ili preuzmite kodove.',
  savedCodes: 'Moji rezervni kodovi su spremljeni',
  sheetTitle: (product) => (product ? `Rezervni kodovi za ${product}` : 'Rezervni kodovi'),
  sheetAccount: (account) => `Račun: ${account}`,
  sheetDate: (date) => `Izrađeno: ${date}`,
  sheetNote: 'Svaki kod vrijedi jednom. Novi skup poništava ovaj.',
  newCodesText: 'Stari kodovi vrijede dok ne prihvatite ove.',
  renewAtOnceText: 'Stari rezervni kodovi prestaju vrijediti čim dobijete nove.',
  keepCodes: 'Prihvati ove kodove',
  keepNeedsSaved: 'Da biste ih prihvatili, označite da ste ih spremili.',

  challengeTitle: 'Dvofaktorska autentifikacija',
  challengeCodeLabel: 'Unesite 6-znamenkasti kod iz aplikacije za autentifikaciju',
  challengeBackupHint:
    'Jedan od kodova koje ste spremili pri uključivanju 2FA. Velika slova, razmaci i crtice nisu važni.',
  trustDevice: (duration) => `Vjeruj ovom uređaju: ${duration}`,
  challengeUnreachable: 'Prijava se nije mogla nastaviti.',
  challengeExpired: 'Ova je prijava predugo trajala i istekla je.',
  signInAgain: 'Prijavi se ponovno',
  verified: 'Potvrđeno. Prijavljivanje…',

  devicesTitle: 'Gdje ste prijavljeni',
  devicesLoading: 'Učitavanje vaših sesija…',
  devicesUnreachable: 'Vaše sesije nisu se mogle učitati.',
  devicesSignedOut: 'Odjavljeni ste. Prijavite se da biste vidjeli svoje sesije.',
  thisDevice: 'Ovaj uređaj',
  usedNow: 'Upravo korišteno',
  lastUsed: (time) => `Zadnje korištenje: ${time}`,
  signOut: 'Odjavi',
  noOtherSessions: 'Niste prijavljeni nigdje drugdje.',
  trustedTitle: 'Pouzdani uređaji',
  trustedText: 'Prijava na ovim uređajima ne traži kod.',
  trustedUntil: (date) => `Pouzdano do ${date}`,
  forget: 'Zaboravi',
  signOutOthers: 'Odjavi svugdje drugdje',
  signOutOthersText: 'Sve druge sesije završavaju i svi se pouzdani uređaji zaboravljaju. Ovdje ostajete prijavljeni.',
  signedOutNotice: 'Ta je sesija završila.',
  forgottenNotice: 'Taj je uređaj zaboravljen. Sljedeća prijava na njemu tražit će kod.',
  othersSignedOutNotice: 'Sve druge sesije su završile i nijedan uređaj nije pouzdan.',

  enrolmentText: 'Vaša je organizacija zahtijeva.',
  useDifferentAccount: 'Koristi drugi račun',

  codeIncomplete: (length) => `Unesite sve znamenke (ukupno ${length}).`,
  fieldEmpty: 'Ispunite ovo polje.',
  codeInvalid: 'Kod nije točan. Unesite kod koji aplikacija sada prikazuje.',
  backupCodeInvalid: 'Rezervni kod nije točan ili je već upotrijebljen.',
  passwordInvalid: 'Lozinka nije točna.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Sat na telefonu žuri (razlika: otprilike ${duration}). Uključite automatsko postavljanje vremena pa unesite novi kod.`,
  clockBehind: (duration) =>
    `Sat na telefonu kasni (razlika: otprilike ${duration}). Uključite automatsko postavljanje vremena pa unesite novi kod.`,
  locked: (duration) => `Previše pokušaja. Vrijeme do sljedećeg pokušaja: ${duration}.`,
  authenticatorBlocked: 'Autentifikator je blokiran nakon previše pogrešnih kodova. Upotrijebite rezervni kod.',
  authenticatorBlockedRow:
    'Autentifikator je blokiran nakon previše pogrešnih kodova. Upotrijebite rezervni kod ili unesite tri koda zaredom, svaki novi čim ga aplikacija prikaže.',
  unreachable: 'Poslužitelj nije odgovorio. Provjerite vezu i pokušajte ponovno.',
  unavailable: 'Ovo trenutačno ne radi. Pokušajte ponovno uskoro.',
  failed: 'Nešto nije u redu. Pokušajte ponovno.',
  misconfigured:
    'Ova stranica ne može doći do svoje usluge prijave jer je pogrešno postavljena. Javite to ljudima koji vode ovo web-mjesto.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `Preostao je ${count} pokušaj.`;
    case 'few':
      return `Preostala su ${count} pokušaja.`;
    default:
      return `Preostalo je ${count} pokušaja.`;
  }
}

export default hr;
