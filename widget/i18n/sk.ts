import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('sk');

const sk: Strings = {
  heading: 'Dvojfaktorové overenie (2FA)',
  summaryOff: 'Pri každom novom prihlásení vyžadovať kód z telefónu, aby ukradnuté heslo nestačilo.',
  summaryOn: 'Každé nové prihlásenie vyžaduje kód z overovacej aplikácie.',
  wholeAccount: 'Platí pre celý váš účet.',
  enable: 'Zapnúť 2FA',
  badgeOn: 'Zapnuté',
  onSince: (date) => `Od ${date}`,
  backupCodesLeft: (remaining, total) => `Zostávajúce záložné kódy: ${remaining} z ${total}`,
  backupCodesLow: 'Získajte nové, kým sa neminú.',
  backupCodesGone: 'Bez nich vás strata telefónu pripraví o prístup. Získajte nové hneď.',
  renewCodes: 'Získať nové záložné kódy',
  replaceAuthenticator: 'Použiť inú overovaciu aplikáciu',
  disable: 'Vypnúť 2FA',
  requiredByOrganisation: 'Vyžaduje to vaša organizácia.',
  requiredFrom: (date) => `Povinné od ${date}.`,
  loading: 'Načítavajú sa nastavenia 2FA…',
  sectionUnreachable: 'Nastavenia 2FA sa nepodarilo načítať.',
  sectionSignedOut: 'Ste odhlásení. Prihláste sa, aby ste videli nastavenia 2FA.',
  enabledNotice: '2FA je zapnuté. Ďalšie prihlásenie vyžaduje nasledujúci kód z aplikácie: práve použitý už neplatí.',
  replacedNotice: 'Nová overovacia aplikácia sa používa. Stará a jej záložné kódy už neplatia.',
  replacedNoticeNoCodes: 'Nová overovacia aplikácia sa používa. Stará už neplatí.',
  renewedNotice: 'Nové záložné kódy platia. Staré už neplatia.',
  disabledNotice: '2FA je vypnuté. Položku môžete z overovacej aplikácie odstrániť.',

  authenticatorsTitle: 'Overovacie aplikácie',
  authenticatorName: (number) => `Overovacia aplikácia ${number}`,
  addedOn: (date) => `Pridané: ${date}`,
  lastUsedOn: (date) => `Naposledy použité: ${date}`,
  notUsedYet: 'Zatiaľ nepoužité',
  rename: 'Premenovať',
  remove: 'Odstrániť',
  addAuthenticator: 'Pridať ďalšiu overovaciu aplikáciu',
  authenticatorsFull: 'Máte toľko overovacích aplikácií, koľko je možné. Ak chcete pridať ďalšiu, jednu odstráňte.',
  addedNotice: 'Nová overovacia aplikácia funguje popri ostatných. Práve použitý kód už neplatí.',
  renamedNotice: 'Nový názov je uložený.',
  removedNotice: 'Overovacia aplikácia je odstránená. Položku z nej môžete vymazať.',
  addTitle: 'Pridať overovaciu aplikáciu',
  addText: 'Ostatné overovacie aplikácie a záložné kódy zostávajú bez zmeny.',
  nameLabel: 'Názov',
  add: 'Pridať',
  renameTitle: 'Premenovať overovaciu aplikáciu',
  save: 'Uložiť',
  removeTitle: 'Odstrániť túto overovaciu aplikáciu?',
  removeText: 'Jej kódy hneď prestanú platiť a vaše ostatné relácie sa skončia. Záložné kódy zostávajú.',
  replaceAllText: 'Nová overovacia aplikácia nahradí všetky súčasné aj vaše záložné kódy.',

  cancel: 'Zrušiť',
  close: 'Zavrieť',
  goOn: 'Pokračovať',
  tryAgain: 'Skúsiť znova',
  startAgain: 'Začať znova',
  verify: 'Overiť',
  busy: 'Chvíľku…',

  enableTitle: 'Zapnúť dvojfaktorové overenie?',
  enableText:
    'Každé nové prihlásenie bude vyžadovať heslo a šesťmiestny kód z aplikácie v telefóne. Majte telefón poruke: nastavenie trvá asi dve minúty.',
  reasonPassword: 'Samotné ukradnuté heslo už váš účet neotvorí.',
  reasonData: 'Vaše údaje dostanú druhý zámok.',
  reasonOrganisations: 'Mnohé organizácie to vyžadujú.',
  disableTitle: 'Vypnúť dvojfaktorové overenie?',
  disableText:
    'Samotné heslo znova otvorí váš účet. Overovacia aplikácia a všetky záložné kódy prestanú platiť a odstránia sa.',
  disableTextNoCodes: 'Samotné heslo znova otvorí váš účet. Overovacia aplikácia prestane platiť a odstráni sa.',

  proofTitle: 'Potvrďte, že ste to vy',
  codeLabel: 'Zadajte overovací kód',
  useBackupCode: 'Použiť záložný kód',
  useAuthenticator: 'Použiť overovaciu aplikáciu',
  backupCode: 'Záložný kód',
  backupCodeHint: 'Platí raz. Na veľkosti písmen, medzerách a spojovníkoch nezáleží.',
  password: 'Heslo',
  signedOut: 'Ste odhlásení. Ak chcete pokračovať, prihláste sa znova.',

  setupTitle: 'Nastavenie dvojfaktorového overenia',
  scanTitle: 'Naskenujte QR kód',
  scanText:
    'Otvorte Google Authenticator, Authy alebo Microsoft Authenticator, zvoľte pridanie účtu a naskenujte tento kód.',
  qrLabel: 'QR kód, ktorý pridá tento účet do overovacej aplikácie',
  cannotScan: 'Nedá sa naskenovať?',
  keyTitle: 'Kľúč na nastavenie',
  keyText: 'Zadajte tento kľúč do aplikácie ručne.',
  copyKey: 'Kopírovať kľúč',
  openAuthenticator: 'Otvoriť v overovacej aplikácii',
  verifyNeedsBoth: 'Na overenie zadajte šesť číslic a potvrďte, že máte záložné kódy uložené.',
  verifyNeedsCode: 'Na overenie zadajte šesť číslic z aplikácie.',
  verifyNeedsSaved: 'Na overenie potvrďte, že máte záložné kódy uložené.',
  discardTitle: 'Odísť bez uloženia záložných kódov?',
  discardText: 'Tieto kódy sa už nezobrazia a nič sa nezmení.',
  discardStay: 'Zostať',
  discardLeave: 'Odísť',
  expiredTitle: 'Platnosť tohto nastavenia vypršala',
  expiredText:
    'QR kód, ktorý ste možno naskenovali, neplatí. Začnite znova, aby ste získali nový, a odstráňte z aplikácie položku pridanú tým starým.',
  codesExpiredText: 'Tieto záložné kódy neplatia. Začnite znova, aby ste získali novú sadu: staré kódy naďalej platia.',

  backupCodesTitle: 'Záložné kódy',
  backupCodesText: 'Každým sa raz prihlásite, ak stratíte telefón. Uložte ich na bezpečné miesto mimo neho.',
  copy: 'Kopírovať',
  copied: 'Skopírované',
  copyFailed: 'Kopírovanie bolo odmietnuté. Vyberte text a skopírujte ho ručne.',
  download: 'Stiahnuť',
  print: 'Vytlačiť',
  printFailed: 'Tlač sa nespustila. Namiesto toho kódy skopírujte alebo stiahnite.',
  savedCodes: 'Mám záložné kódy uložené',
  sheetTitle: (product) => (product ? `Záložné kódy pre ${product}` : 'Záložné kódy'),
  sheetAccount: (account) => `Účet: ${account}`,
  sheetDate: (date) => `Vytvorené: ${date}`,
  sheetNote: 'Každý kód platí raz. Nová sada túto zneplatní.',
  newCodesText: 'Staré kódy platia, kým neprijmete tieto.',
  renewAtOnceText: 'Staré záložné kódy prestanú platiť, hneď ako získate nové.',
  keepCodes: 'Prijať tieto kódy',
  keepNeedsSaved: 'Ak ich chcete prijať, potvrďte, že ich máte uložené.',

  challengeTitle: 'Dvojfaktorové overenie',
  challengeCodeLabel: 'Zadajte 6-miestny kód z overovacej aplikácie',
  challengeBackupHint:
    'Jeden z kódov, ktoré ste si uložili pri zapnutí 2FA. Na veľkosti písmen, medzerách a spojovníkoch nezáleží.',
  trustDevice: (duration) => `Dôverovať tomuto zariadeniu: ${duration}`,
  challengeUnreachable: 'V prihlásení sa nepodarilo pokračovať.',
  challengeExpired: 'Toto prihlásenie trvalo príliš dlho a jeho platnosť vypršala.',
  signInAgain: 'Prihlásiť sa znova',
  verified: 'Overené. Prihlasovanie…',

  devicesTitle: 'Kde ste prihlásení',
  devicesLoading: 'Načítavajú sa vaše relácie…',
  devicesUnreachable: 'Vaše relácie sa nepodarilo načítať.',
  devicesSignedOut: 'Ste odhlásení. Prihláste sa, aby ste videli svoje relácie.',
  thisDevice: 'Toto zariadenie',
  usedNow: 'Použité práve teraz',
  lastUsed: (time) => `Naposledy použité: ${time}`,
  signOut: 'Odhlásiť',
  noOtherSessions: 'Nikde inde nie ste prihlásení.',
  trustedTitle: 'Dôveryhodné zariadenia',
  trustedText: 'Prihlásenie na týchto zariadeniach nevyžaduje kód.',
  trustedUntil: (date) => `Dôveryhodné do ${date}`,
  forget: 'Zabudnúť',
  signOutOthers: 'Odhlásiť všade inde',
  signOutOthersText:
    'Všetky ostatné relácie sa skončia a všetky dôveryhodné zariadenia sa zabudnú. Tu zostanete prihlásení.',
  signedOutNotice: 'Táto relácia sa skončila.',
  forgottenNotice: 'Toto zariadenie je zabudnuté. Ďalšie prihlásenie na ňom bude vyžadovať kód.',
  othersSignedOutNotice: 'Všetky ostatné relácie sa skončili a žiadne zariadenie nie je dôveryhodné.',

  enrolmentText: 'Vyžaduje to vaša organizácia.',
  useDifferentAccount: 'Použiť iný účet',

  codeIncomplete: (length) => `Zadajte všetky číslice (spolu ${length}).`,
  fieldEmpty: 'Vyplňte toto pole.',
  codeInvalid: 'Tento kód nie je správny. Zadajte kód, ktorý aplikácia ukazuje teraz.',
  backupCodeInvalid: 'Tento záložný kód nie je správny alebo už bol použitý.',
  passwordInvalid: 'Toto heslo nie je správne.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Hodiny telefónu idú dopredu (rozdiel: asi ${duration}). Zapnite automatické nastavenie času a potom zadajte nový kód.`,
  clockBehind: (duration) =>
    `Hodiny telefónu meškajú (rozdiel: asi ${duration}). Zapnite automatické nastavenie času a potom zadajte nový kód.`,
  locked: (duration) => `Príliš veľa pokusov. Do ďalšieho pokusu zostáva: ${duration}.`,
  authenticatorBlocked:
    'Overovacia aplikácia je po priveľkom počte nesprávnych kódov zablokovaná. Použite záložný kód.',
  authenticatorBlockedRow:
    'Overovacia aplikácia je po priveľkom počte nesprávnych kódov zablokovaná. Použite záložný kód alebo zadajte tri kódy za sebou, každý nový hneď, ako ho aplikácia ukáže.',
  unreachable: 'Server neodpovedal. Skontrolujte pripojenie a skúste to znova.',
  unavailable: 'Teraz to nefunguje. Skúste to o chvíľu znova.',
  failed: 'Niečo sa pokazilo. Skúste to znova.',
  misconfigured:
    'Táto stránka sa nemôže spojiť so svojou prihlasovacou službou, pretože je zle nastavená. Dajte prosím vedieť správcom tohto webu.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `Zostáva ${count} pokus.`;
    case 'few':
      return `Zostávajú ${count} pokusy.`;
    default:
      return `Zostáva ${count} pokusov.`;
  }
}

export default sk;
