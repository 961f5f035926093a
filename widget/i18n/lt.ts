import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('lt');

const lt: Strings = {
  heading: 'Dviejų veiksnių autentifikavimas (2FA)',
  summaryOff: 'Kaskart prisijungiant iš naujo prašyti kodo iš telefono, kad pavogto slaptažodžio nepakaktų.',
  summaryOn: 'Kaskart prisijungiant iš naujo prašoma kodo iš autentifikavimo programėlės.',
  wholeAccount: 'Galioja visai jūsų paskyrai.',
  enable: 'Įjungti 2FA',
  badgeOn: 'Įjungta',
  onSince: (date) => `Nuo ${date}`,
  backupCodesLeft: (remaining, total) => `Likę atsarginiai kodai: ${remaining} iš ${total}`,
  backupCodesLow: 'Gaukite naujų, kol jie nesibaigė.',
  backupCodesGone: 'Be jų praradę telefoną nebegalėsite prisijungti. Gaukite naujų dabar.',
  renewCodes: 'Gauti naujus atsarginius kodus',
  replaceAuthenticator: 'Naudoti kitą autentifikavimo programėlę',
  disable: 'Išjungti 2FA',
  requiredByOrganisation: 'To reikalauja jūsų organizacija.',
  requiredFrom: (date) => `Privaloma nuo ${date}`,
  loading: 'Įkeliami 2FA nustatymai…',
  sectionUnreachable: 'Nepavyko įkelti 2FA nustatymų.',
  sectionSignedOut: 'Esate atsijungę. Prisijunkite, kad matytumėte 2FA nustatymus.',
  enabledNotice: '2FA įjungtas. Kitą kartą prisijungiant reikės kito programėlės kodo: ką tik panaudotas nebegalioja.',
  replacedNotice: 'Naudojama nauja autentifikavimo programėlė. Senoji ir jos atsarginiai kodai nebegalioja.',
  replacedNoticeNoCodes: 'Naudojama nauja autentifikavimo programėlė. Senoji nebegalioja.',
  renewedNotice: 'Nauji atsarginiai kodai galioja. Senieji nebegalioja.',
  disabledNotice: '2FA išjungtas. Galite pašalinti įrašą iš autentifikavimo programėlės.',

  authenticatorsTitle: 'Autentifikavimo programėlės',
  authenticatorName: (number) => `Autentifikavimo programėlė ${number}`,
  addedOn: (date) => `Pridėta: ${date}`,
  lastUsedOn: (date) => `Paskutinį kartą naudota: ${date}`,
  notUsedYet: 'Dar nenaudota',
  rename: 'Pervadinti',
  remove: 'Pašalinti',
  addAuthenticator: 'Pridėti kitą autentifikavimo programėlę',
  authenticatorsFull: 'Turite tiek autentifikavimo programėlių, kiek galima. Norėdami pridėti kitą, vieną pašalinkite.',
  addedNotice: 'Nauja autentifikavimo programėlė veikia kartu su kitomis. Ką tik panaudotas kodas nebegalioja.',
  renamedNotice: 'Naujas pavadinimas įrašytas.',
  removedNotice: 'Autentifikavimo programėlė pašalinta. Įrašą galite ištrinti iš jos.',
  addTitle: 'Pridėti autentifikavimo programėlę',
  addText: 'Kitos autentifikavimo programėlės ir atsarginiai kodai lieka tokie patys.',
  nameLabel: 'Pavadinimas',
  add: 'Pridėti',
  renameTitle: 'Pervadinti autentifikavimo programėlę',
  save: 'Įrašyti',
  removeTitle: 'Pašalinti šią autentifikavimo programėlę?',
  removeText: 'Jos kodai iškart nebegalioja, o kiti jūsų seansai baigiasi. Atsarginiai kodai lieka.',
  replaceAllText: 'Nauja autentifikavimo programėlė pakeičia visas dabartines ir jūsų atsarginius kodus.',

  cancel: 'Atšaukti',
  close: 'Uždaryti',
  goOn: 'Tęsti',
  tryAgain: 'Bandyti dar kartą',
  startAgain: 'Pradėti iš naujo',
  verify: 'Patvirtinti',
  busy: 'Palaukite…',

  enableTitle: 'Įjungti dviejų veiksnių autentifikavimą?',
  enableText:
    'Kaskart prisijungiant iš naujo reikės slaptažodžio ir šešių skaitmenų kodo iš telefono programėlės. Turėkite telefoną po ranka: nustatymas trunka apie dvi minutes.',
  reasonPassword: 'Vien pavogto slaptažodžio jūsų paskyrai atverti nebepakaks.',
  reasonData: 'Jūsų duomenis saugos antra spyna.',
  reasonOrganisations: 'To reikalauja daugelis organizacijų.',
  disableTitle: 'Išjungti dviejų veiksnių autentifikavimą?',
  disableText:
    'Jūsų paskyrai atverti vėl pakaks vien slaptažodžio. Autentifikavimo programėlė ir visi atsarginiai kodai nustos galioti ir bus ištrinti.',
  disableTextNoCodes:
    'Jūsų paskyrai atverti vėl pakaks vien slaptažodžio. Autentifikavimo programėlė nustos galioti ir bus ištrinta.',

  proofTitle: 'Patvirtinkite, kad tai jūs',
  codeLabel: 'Įveskite patvirtinimo kodą',
  useBackupCode: 'Naudoti atsarginį kodą',
  useAuthenticator: 'Naudoti autentifikavimo programėlę',
  backupCode: 'Atsarginis kodas',
  backupCodeHint: 'Galioja vieną kartą. Didžiosios raidės, tarpai ir brūkšneliai nesvarbūs.',
  password: 'Slaptažodis',
  signedOut: 'Esate atsijungę. Prisijunkite iš naujo, kad galėtumėte tęsti.',

  setupTitle: 'Dviejų veiksnių autentifikavimo nustatymas',
  scanTitle: 'Nuskaitykite QR kodą',
  scanText:
    'Atidarykite Google Authenticator, Authy arba Microsoft Authenticator, pasirinkite pridėti paskyrą ir nuskaitykite šį kodą.',
  qrLabel: 'QR kodas, pridedantis šią paskyrą į autentifikavimo programėlę',
  cannotScan: 'Nepavyksta nuskaityti?',
  keyTitle: 'Nustatymo raktas',
  keyText: 'Įveskite šį raktą į programėlę ranka.',
  copyKey: 'Kopijuoti raktą',
  openAuthenticator: 'Atidaryti autentifikavimo programėlėje',
  verifyNeedsBoth: 'Norėdami patvirtinti, įveskite šešis skaitmenis ir pažymėkite, kad atsarginius kodus išsaugojote.',
  verifyNeedsCode: 'Norėdami patvirtinti, įveskite šešis skaitmenis iš programėlės.',
  verifyNeedsSaved: 'Norėdami patvirtinti, pažymėkite, kad atsarginius kodus išsaugojote.',
  discardTitle: 'Išeiti neišsaugojus atsarginių kodų?',
  discardText: 'Šie kodai daugiau nebus rodomi ir niekas nepasikeis.',
  discardStay: 'Likti',
  discardLeave: 'Išeiti',
  expiredTitle: 'Šio nustatymo laikas baigėsi',
  expiredText:
    'Galbūt nuskaitytas QR kodas nebegalioja. Pradėkite iš naujo, kad gautumėte kitą, ir pašalinkite iš programėlės įrašą, kurį pridėjo senasis.',
  codesExpiredText:
    'Šie atsarginiai kodai negalioja. Pradėkite iš naujo, kad gautumėte kitą rinkinį: senieji kodai tebegalioja.',

  backupCodesTitle: 'Atsarginiai kodai',
  backupCodesText:
    'Praradę telefoną, kiekvienu galėsite prisijungti vieną kartą. Laikykite juos saugiai ir atskirai nuo jo.',
  copy: 'Kopijuoti',
  copied: 'Nukopijuota',
  copyFailed: 'Kopijuoti neleista. Pažymėkite tekstą ir nukopijuokite ranka.',
  download: 'Atsisiųsti',
  print: 'Spausdinti',
  printFailed: 'Nepavyko pradėti spausdinti. Nukopijuokite arba atsisiųskite kodus.',
  savedCodes: 'Atsarginius kodus išsaugojau',
  sheetTitle: (product) => (product ? `${product}: atsarginiai kodai` : 'Atsarginiai kodai'),
  sheetAccount: (account) => `Paskyra: ${account}`,
  sheetDate: (date) => `Sukurta: ${date}`,
  sheetNote: 'Kiekvienas kodas galioja vieną kartą. Naujas rinkinys šį panaikina.',
  newCodesText: 'Senieji kodai galioja, kol priimsite šiuos.',
  renewAtOnceText: 'Senieji atsarginiai kodai nustos galioti, kai tik gausite naujus.',
  keepCodes: 'Priimti šiuos kodus',
  keepNeedsSaved: 'Norėdami juos priimti, pažymėkite, kad juos išsaugojote.',

  challengeTitle: 'Dviejų veiksnių autentifikavimas',
  challengeCodeLabel: 'Įveskite 6 skaitmenų kodą iš autentifikavimo programėlės',
  challengeBackupHint:
    'Vienas iš kodų, kuriuos išsaugojote įjungdami 2FA. Didžiosios raidės, tarpai ir brūkšneliai nesvarbūs.',
  trustDevice: (duration) => `Pasitikėti šiuo įrenginiu: ${duration}`,
  challengeUnreachable: 'Nepavyko tęsti prisijungimo.',
  challengeExpired: 'Šis prisijungimas užtruko per ilgai ir nebegalioja.',
  signInAgain: 'Prisijungti iš naujo',
  verified: 'Patvirtinta. Prisijungiama…',

  devicesTitle: 'Kur esate prisijungę',
  devicesLoading: 'Įkeliami jūsų seansai…',
  devicesUnreachable: 'Nepavyko įkelti jūsų seansų.',
  devicesSignedOut: 'Esate atsijungę. Prisijunkite, kad matytumėte savo seansus.',
  thisDevice: 'Šis įrenginys',
  usedNow: 'Naudota ką tik',
  lastUsed: (time) => `Paskutinį kartą naudota: ${time}`,
  signOut: 'Atsijungti',
  noOtherSessions: 'Niekur kitur nesate prisijungę.',
  trustedTitle: 'Patikimi įrenginiai',
  trustedText: 'Prisijungiant šiuose įrenginiuose kodo neprašoma.',
  trustedUntil: (date) => `Patikimas iki ${date}`,
  forget: 'Pamiršti',
  signOutOthers: 'Atsijungti visur kitur',
  signOutOthersText: 'Visi kiti seansai baigsis, o visi patikimi įrenginiai bus pamiršti. Čia liksite prisijungę.',
  signedOutNotice: 'Tas seansas baigėsi.',
  forgottenNotice: 'Tas įrenginys pamirštas. Kitą kartą prisijungiant jame bus prašoma kodo.',
  othersSignedOutNotice: 'Visi kiti seansai baigėsi, ir nė vienas įrenginys nėra patikimas.',

  enrolmentText: 'To reikalauja jūsų organizacija.',
  useDifferentAccount: 'Naudoti kitą paskyrą',

  codeIncomplete: (length) => `Įveskite visus skaitmenis (iš viso ${length}).`,
  fieldEmpty: 'Užpildykite šį lauką.',
  codeInvalid: 'Kodas neteisingas. Įveskite kodą, kurį programėlė rodo dabar.',
  backupCodeInvalid: 'Atsarginis kodas neteisingas arba jau panaudotas.',
  passwordInvalid: 'Slaptažodis neteisingas.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Telefono laikrodis skuba (skirtumas: maždaug ${duration}). Įjunkite automatinį laiko nustatymą ir įveskite naują kodą.`,
  clockBehind: (duration) =>
    `Telefono laikrodis vėluoja (skirtumas: maždaug ${duration}). Įjunkite automatinį laiko nustatymą ir įveskite naują kodą.`,
  locked: (duration) => `Per daug bandymų. Iki kito bandymo liko: ${duration}.`,
  authenticatorBlocked: 'Autentifikavimo programėlė užblokuota po per daug klaidingų kodų. Naudokite atsarginį kodą.',
  authenticatorBlockedRow:
    'Autentifikavimo programėlė užblokuota po per daug klaidingų kodų. Naudokite atsarginį kodą arba įveskite tris kodus iš eilės, kiekvieną naują vos programėlei jį parodžius.',
  unreachable: 'Serveris neatsakė. Patikrinkite ryšį ir bandykite dar kartą.',
  unavailable: 'Šiuo metu tai neveikia. Netrukus bandykite dar kartą.',
  failed: 'Kažkas nepavyko. Bandykite dar kartą.',
  misconfigured:
    'Šis puslapis negali pasiekti prisijungimo paslaugos, nes yra neteisingai nustatytas. Praneškite šios svetainės administratoriams.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `Liko ${count} bandymas.`;
    case 'few':
      return `Liko ${count} bandymai.`;
    default:
      return `Liko ${count} bandymų.`;
  }
}

export default lt;
