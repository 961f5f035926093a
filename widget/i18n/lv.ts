import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('lv');

const lv: Strings = {
  heading: 'Divfaktoru autentifikācija (2FA)',
  summaryOff: 'Katrā jaunā pieteikšanās reizē prasīt kodu no tālruņa, lai ar nozagtu paroli nepietiktu.',
  summaryOn: 'Katrā jaunā pieteikšanās reizē tiek prasīts kods no autentifikācijas lietotnes.',
  wholeAccount: 'Attiecas uz visu jūsu kontu.',
  enable: 'Ieslēgt 2FA',
  badgeOn: 'Ieslēgta',
  onSince: (date) => `Ieslēgta: ${date}`,
  backupCodesLeft: (remaining, total) => `Atlikušie rezerves kodi: ${remaining} no ${total}`,
  backupCodesLow: 'Iegūstiet jaunus, pirms tie beidzas.',
  backupCodesGone: 'Bez tiem, pazaudējot tālruni, zaudēsiet piekļuvi. Iegūstiet jaunus tūlīt.',
  renewCodes: 'Iegūt jaunus rezerves kodus',
  replaceAuthenticator: 'Lietot citu autentifikatoru',
  disable: 'Izslēgt 2FA',
  requiredByOrganisation: 'To pieprasa jūsu organizācija.',
  requiredFrom: (date) => `Obligāta, sākot ar šo dienu: ${date}.`,
  loading: 'Tiek ielādēti 2FA iestatījumi…',
  sectionUnreachable: 'Neizdevās ielādēt 2FA iestatījumus.',
  sectionSignedOut: 'Notikusi izrakstīšanās. Piesakieties, lai redzētu 2FA iestatījumus.',
  enabledNotice:
    '2FA ir ieslēgta. Nākamajai pieteikšanās reizei vajadzēs nākamo kodu no lietotnes: tikko izmantotais vairs neder.',
  replacedNotice: 'Tiek lietots jaunais autentifikators. Vecais un tā rezerves kodi vairs neder.',
  replacedNoticeNoCodes: 'Tiek lietots jaunais autentifikators. Vecais vairs neder.',
  renewedNotice: 'Tiek lietoti jaunie rezerves kodi. Vecie vairs neder.',
  disabledNotice: '2FA ir izslēgta. Varat noņemt ierakstu no autentifikācijas lietotnes.',

  authenticatorsTitle: 'Autentifikatori',
  authenticatorName: (number) => `Autentifikators ${number}`,
  addedOn: (date) => `Pievienots: ${date}`,
  lastUsedOn: (date) => `Pēdējoreiz lietots: ${date}`,
  notUsedYet: 'Vēl nav lietots',
  rename: 'Pārdēvēt',
  remove: 'Noņemt',
  addAuthenticator: 'Pievienot vēl vienu autentifikatoru',
  authenticatorsFull: 'Jums ir tik daudz autentifikatoru, cik iespējams. Noņemiet vienu, lai pievienotu citu.',
  addedNotice: 'Jaunais autentifikators darbojas līdzās pārējiem. Tikko lietotais kods vairs neder.',
  renamedNotice: 'Jaunais nosaukums ir saglabāts.',
  removedNotice: 'Autentifikators ir noņemts. Varat dzēst ierakstu no tā lietotnes.',
  addTitle: 'Pievienot autentifikatoru',
  addText: 'Pārējie autentifikatori un rezerves kodi paliek, kādi ir.',
  nameLabel: 'Nosaukums',
  add: 'Pievienot',
  renameTitle: 'Pārdēvēt autentifikatoru',
  save: 'Saglabāt',
  removeTitle: 'Vai noņemt šo autentifikatoru?',
  removeText: 'Tā kodi uzreiz vairs neder, un pārējās jūsu sesijas beidzas. Rezerves kodi paliek.',
  replaceAllText: 'Jaunais autentifikators aizstāj visus pašreizējos un jūsu rezerves kodus.',

  cancel: 'Atcelt',
  close: 'Aizvērt',
  goOn: 'Turpināt',
  tryAgain: 'Mēģināt vēlreiz',
  startAgain: 'Sākt no jauna',
  verify: 'Apstiprināt',
  busy: 'Mirkli…',

  enableTitle: 'Vai ieslēgt divfaktoru autentifikāciju?',
  enableText:
    'Katrā jaunā pieteikšanās reizē vajadzēs paroli un sešciparu kodu no tālruņa lietotnes. Turiet tālruni pie rokas: iestatīšana ilgst aptuveni divas minūtes.',
  reasonPassword: 'Tikai ar nozagtu paroli jūsu kontu vairs nevarēs atvērt.',
  reasonData: 'Jūsu dati iegūs otru atslēgu.',
  reasonOrganisations: 'Daudzas organizācijas to pieprasa.',
  disableTitle: 'Vai izslēgt divfaktoru autentifikāciju?',
  disableText:
    'Jūsu kontu atkal varēs atvērt tikai ar paroli. Autentifikators un visi rezerves kodi vairs nederēs un tiks dzēsti.',
  disableTextNoCodes: 'Jūsu kontu atkal varēs atvērt tikai ar paroli. Autentifikators vairs nederēs un tiks dzēsts.',

  proofTitle: 'Apstipriniet savu identitāti',
  codeLabel: 'Ievadiet verifikācijas kodu',
  useBackupCode: 'Izmantot rezerves kodu',
  useAuthenticator: 'Izmantot autentifikācijas lietotni',
  backupCode: 'Rezerves kods',
  backupCodeHint: 'Der vienu reizi. Lielajiem burtiem, atstarpēm un defisēm nav nozīmes.',
  password: 'Parole',
  signedOut: 'Notikusi izrakstīšanās. Piesakieties vēlreiz, lai turpinātu.',

  setupTitle: 'Divfaktoru autentifikācijas iestatīšana',
  scanTitle: 'Noskenējiet QR kodu',
  scanText:
    'Atveriet Google Authenticator, Authy vai Microsoft Authenticator, izvēlieties pievienot kontu un noskenējiet šo kodu.',
  qrLabel: 'QR kods, kas pievieno šo kontu autentifikācijas lietotnei',
  cannotScan: 'Nevar noskenēt?',
  keyTitle: 'Iestatīšanas atslēga',
  keyText: 'Ievadiet šo atslēgu lietotnē ar roku.',
  copyKey: 'Kopēt atslēgu',
  openAuthenticator: 'Atvērt autentifikācijas lietotnē',
  verifyNeedsBoth: 'Lai apstiprinātu, ievadiet sešus ciparus un atzīmējiet, ka rezerves kodi ir saglabāti.',
  verifyNeedsCode: 'Lai apstiprinātu, ievadiet sešus ciparus no lietotnes.',
  verifyNeedsSaved: 'Lai apstiprinātu, atzīmējiet, ka rezerves kodi ir saglabāti.',
  discardTitle: 'Vai iziet, nesaglabājot rezerves kodus?',
  discardText: 'Šie kodi vairs netiks rādīti, un nekas nemainīsies.',
  discardStay: 'Palikt',
  discardLeave: 'Iziet',
  expiredTitle: 'Šīs iestatīšanas termiņš ir beidzies',
  expiredText:
    'QR kods, ko, iespējams, noskenējāt, vairs neder. Sāciet no jauna, lai iegūtu citu, un noņemiet no lietotnes ierakstu, ko pievienoja vecais.',
  codesExpiredText: 'Šie rezerves kodi neder. Sāciet no jauna, lai iegūtu citu komplektu: vecie kodi joprojām der.',

  backupCodesTitle: 'Rezerves kodi',
  backupCodesText:
    'Ja pazaudēsiet tālruni, ar katru varēsiet vienreiz pieteikties. Glabājiet tos drošā vietā, atsevišķi no tālruņa.',
  copy: 'Kopēt',
  copied: 'Nokopēts',
  copyFailed: 'Kopēšana tika liegta. Atlasiet tekstu un nokopējiet to ar roku.',
  download: 'Lejupielādēt',
  print: 'Drukāt',
  printFailed: 'Drukāšana nesākās. Nokopējiet vai lejupielādējiet kodus.',
  savedCodes: 'Rezerves kodi ir saglabāti',
  sheetTitle: (product) => (product ? `${product} rezerves kodi` : 'Rezerves kodi'),
  sheetAccount: (account) => `Konts: ${account}`,
  sheetDate: (date) => `Izveidots: ${date}`,
  sheetNote: 'Katrs kods der vienu reizi. Jauns komplekts šo padara nederīgu.',
  newCodesText: 'Vecie kodi der, līdz pieņemsiet šos.',
  renewAtOnceText: 'Vecie rezerves kodi vairs nederēs, tiklīdz saņemsiet jaunus.',
  keepCodes: 'Pieņemt šos kodus',
  keepNeedsSaved: 'Lai tos pieņemtu, atzīmējiet, ka tie ir saglabāti.',

  challengeTitle: 'Divfaktoru autentifikācija',
  challengeCodeLabel: 'Ievadiet 6 ciparu kodu no autentifikācijas lietotnes',
  challengeBackupHint:
    'Viens no kodiem, ko saglabājāt, ieslēdzot 2FA. Lielajiem burtiem, atstarpēm un defisēm nav nozīmes.',
  trustDevice: (duration) => `Uzticēties šai ierīcei: ${duration}`,
  challengeUnreachable: 'Pieteikšanos neizdevās turpināt.',
  challengeExpired: 'Šī pieteikšanās ilga pārāk ilgi, un tās termiņš ir beidzies.',
  signInAgain: 'Pieteikties vēlreiz',
  verified: 'Apstiprināts. Notiek pieteikšanās…',

  devicesTitle: 'Kur ir atvērtas jūsu sesijas',
  devicesLoading: 'Tiek ielādētas jūsu sesijas…',
  devicesUnreachable: 'Neizdevās ielādēt jūsu sesijas.',
  devicesSignedOut: 'Notikusi izrakstīšanās. Piesakieties, lai redzētu savas sesijas.',
  thisDevice: 'Šī ierīce',
  usedNow: 'Lietots tikko',
  lastUsed: (time) => `Pēdējoreiz lietots: ${time}`,
  signOut: 'Izrakstīties',
  noOtherSessions: 'Citur nav atvērtu sesiju.',
  trustedTitle: 'Uzticamās ierīces',
  trustedText: 'Piesakoties šajās ierīcēs, kods netiek prasīts.',
  trustedUntil: (date) => `Uzticama līdz ${date}`,
  forget: 'Aizmirst',
  signOutOthers: 'Izrakstīties visur citur',
  signOutOthersText:
    'Visas pārējās sesijas beidzas, un visas uzticamās ierīces tiek aizmirstas. Šī sesija paliek atvērta.',
  signedOutNotice: 'Šī sesija ir beigusies.',
  forgottenNotice: 'Šī ierīce ir aizmirsta. Nākamajā pieteikšanās reizē tajā tiks prasīts kods.',
  othersSignedOutNotice: 'Visas pārējās sesijas ir beigušās, un neviena ierīce nav uzticama.',

  enrolmentText: 'To pieprasa jūsu organizācija.',
  useDifferentAccount: 'Lietot citu kontu',

  codeIncomplete: (length) => `Ievadiet visus ciparus (kopā ${length}).`,
  fieldEmpty: 'Aizpildiet šo lauku.',
  codeInvalid: 'Kods nav pareizs. Ievadiet kodu, ko lietotne rāda tagad.',
  backupCodeInvalid: 'Rezerves kods nav pareizs vai jau ir izmantots.',
  passwordInvalid: 'Parole nav pareiza.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Tālruņa pulkstenis steidzas (starpība: aptuveni ${duration}). Ieslēdziet automātisku laika iestatīšanu un ievadiet jaunu kodu.`,
  clockBehind: (duration) =>
    `Tālruņa pulkstenis atpaliek (starpība: aptuveni ${duration}). Ieslēdziet automātisku laika iestatīšanu un ievadiet jaunu kodu.`,
  locked: (duration) => `Pārāk daudz mēģinājumu. Laiks līdz nākamajam mēģinājumam: ${duration}.`,
  authenticatorBlocked: 'Autentifikators ir bloķēts pēc pārāk daudziem nepareiziem kodiem. Izmantojiet rezerves kodu.',
  authenticatorBlockedRow:
    'Autentifikators ir bloķēts pēc pārāk daudziem nepareiziem kodiem. Izmantojiet rezerves kodu vai ievadiet trīs kodus pēc kārtas, katru jauno, tiklīdz lietotne to rāda.',
  unreachable: 'Serveris neatbildēja. Pārbaudiet savienojumu un mēģiniet vēlreiz.',
  unavailable: 'Šobrīd tas nedarbojas. Pēc brīža mēģiniet vēlreiz.',
  failed: 'Radās kļūda. Mēģiniet vēlreiz.',
  misconfigured:
    'Šī lapa nevar sasniegt savu pieteikšanās pakalpojumu, jo tā ir nepareizi iestatīta. Lūdzu, pasakiet to vietnes uzturētājiem.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'zero':
      return `Atlicis ${count} mēģinājumu.`;
    case 'one':
      return `Atlicis ${count} mēģinājums.`;
    default:
      return `Atlikuši ${count} mēģinājumi.`;
  }
}

export default lv;
