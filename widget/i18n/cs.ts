import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('cs');

const cs: Strings = {
  heading: 'Dvoufaktorové ověření (2FA)',
  summaryOff: 'Při každém novém přihlášení vyžadovat kód z telefonu, aby odcizené heslo nestačilo.',
  summaryOn: 'Každé nové přihlášení vyžaduje kód z ověřovací aplikace.',
  wholeAccount: 'Platí pro celý váš účet.',
  enable: 'Zapnout 2FA',
  badgeOn: 'Zapnuto',
  onSince: (date) => `Od ${date}`,
  backupCodesLeft: (remaining, total) => `Zbývající záložní kódy: ${remaining} z ${total}`,
  backupCodesLow: 'Získejte nové, než dojdou.',
  backupCodesGone: 'Bez nich vás ztráta telefonu připraví o přístup. Získejte nové hned.',
  renewCodes: 'Získat nové záložní kódy',
  replaceAuthenticator: 'Použít jinou ověřovací aplikaci',
  disable: 'Vypnout 2FA',
  requiredByOrganisation: 'Vyžaduje to vaše organizace.',
  requiredFrom: (date) => `Povinné od ${date}.`,
  loading: 'Načítání nastavení 2FA…',
  sectionUnreachable: 'Nastavení 2FA se nepodařilo načíst.',
  sectionSignedOut: 'Jste odhlášeni. Přihlaste se, abyste viděli nastavení 2FA.',
  enabledNotice: '2FA je zapnuto. Příští přihlášení vyžaduje další kód z aplikace: právě použitý už neplatí.',
  replacedNotice: 'Nová ověřovací aplikace se používá. Stará a její záložní kódy už neplatí.',
  replacedNoticeNoCodes: 'Nová ověřovací aplikace se používá. Stará už neplatí.',
  renewedNotice: 'Nové záložní kódy platí. Staré už neplatí.',
  disabledNotice: '2FA je vypnuto. Položku můžete z ověřovací aplikace odebrat.',

  authenticatorsTitle: 'Ověřovací aplikace',
  authenticatorName: (number) => `Ověřovací aplikace ${number}`,
  addedOn: (date) => `Přidáno: ${date}`,
  lastUsedOn: (date) => `Naposledy použito: ${date}`,
  notUsedYet: 'Zatím nepoužito',
  rename: 'Přejmenovat',
  remove: 'Odebrat',
  addAuthenticator: 'Přidat další ověřovací aplikaci',
  authenticatorsFull: 'Máte tolik ověřovacích aplikací, kolik je možné. Chcete-li přidat další, jednu odeberte.',
  addedNotice: 'Nová ověřovací aplikace funguje vedle ostatních. Právě použitý kód už neplatí.',
  renamedNotice: 'Nový název je uložen.',
  removedNotice: 'Ověřovací aplikace je odebrána. Položku z ní můžete smazat.',
  addTitle: 'Přidat ověřovací aplikaci',
  addText: 'Ostatní ověřovací aplikace a záložní kódy zůstávají beze změny.',
  nameLabel: 'Název',
  add: 'Přidat',
  renameTitle: 'Přejmenovat ověřovací aplikaci',
  save: 'Uložit',
  removeTitle: 'Odebrat tuto ověřovací aplikaci?',
  removeText: 'Její kódy přestanou hned platit a vaše ostatní relace skončí. Záložní kódy zůstávají.',
  replaceAllText: 'Nová ověřovací aplikace nahradí všechny současné i vaše záložní kódy.',

  cancel: 'Zrušit',
  close: 'Zavřít',
  goOn: 'Pokračovat',
  tryAgain: 'Zkusit znovu',
  startAgain: 'Začít znovu',
  verify: 'Ověřit',
  busy: 'Okamžik…',

  enableTitle: 'Zapnout dvoufaktorové ověření?',
  enableText:
    'Každé nové přihlášení bude vyžadovat heslo a šestimístný kód z aplikace v telefonu. Mějte telefon po ruce: nastavení trvá asi dvě minuty.',
  reasonPassword: 'Samotné odcizené heslo už váš účet neotevře.',
  reasonData: 'Vaše data dostanou druhý zámek.',
  reasonOrganisations: 'Mnoho organizací to vyžaduje.',
  disableTitle: 'Vypnout dvoufaktorové ověření?',
  disableText:
    'Samotné heslo znovu otevře váš účet. Ověřovací aplikace a všechny záložní kódy přestanou platit a smažou se.',
  disableTextNoCodes: 'Samotné heslo znovu otevře váš účet. Ověřovací aplikace přestane platit a smaže se.',

  proofTitle: 'Potvrďte, že jste to vy',
  codeLabel: 'Zadejte ověřovací kód',
  useBackupCode: 'Použít záložní kód',
  useAuthenticator: 'Použít ověřovací aplikaci',
  backupCode: 'Záložní kód',
  backupCodeHint: 'Platí jednou. Na velikosti písmen, mezerách a spojovnících nezáleží.',
  password: 'Heslo',
  signedOut: 'Jste odhlášeni. Chcete-li pokračovat, přihlaste se znovu.',

  setupTitle: 'Nastavení dvoufaktorového ověření',
  scanTitle: 'Naskenujte QR kód',
  scanText:
    'Otevřete Google Authenticator, Authy nebo Microsoft Authenticator, zvolte přidání účtu a naskenujte tento kód.',
  qrLabel: 'QR kód, který přidá tento účet do ověřovací aplikace',
  cannotScan: 'Nejde naskenovat?',
  keyTitle: 'Klíč k nastavení',
  keyText: 'Zadejte tento klíč do aplikace ručně.',
  copyKey: 'Kopírovat klíč',
  openAuthenticator: 'Otevřít v ověřovací aplikaci',
  verifyNeedsBoth: 'K ověření zadejte šest číslic a potvrďte, že máte záložní kódy uložené.',
  verifyNeedsCode: 'K ověření zadejte šest číslic z aplikace.',
  verifyNeedsSaved: 'K ověření potvrďte, že máte záložní kódy uložené.',
  discardTitle: 'Odejít bez uložení záložních kódů?',
  discardText: 'Tyto kódy se už nezobrazí a nic se nezmění.',
  discardStay: 'Zůstat',
  discardLeave: 'Odejít',
  expiredTitle: 'Platnost tohoto nastavení vypršela',
  expiredText:
    'QR kód, který jste možná naskenovali, neplatí. Začněte znovu, abyste získali nový, a odeberte z aplikace položku přidanou tím starým.',
  codesExpiredText: 'Tyto záložní kódy neplatí. Začněte znovu, abyste získali novou sadu: staré kódy dál platí.',

  backupCodesTitle: 'Záložní kódy',
  backupCodesText: 'Každým se jednou přihlásíte, pokud ztratíte telefon. Uložte je na bezpečné místo mimo něj.',
  copy: 'Kopírovat',
  copied: 'Zkopírováno',
  copyFailed: 'Kopírování bylo odmítnuto. Vyberte text a zkopírujte ho ručně.',
  download: 'Stáhnout',
  print: 'Vytisknout',
  printFailed: 'Tisk se nespustil. Místo toho kódy zkopírujte nebo stáhněte.',
  savedCodes: 'Mám záložní kódy uložené',
  sheetTitle: (product) => (product ? `Záložní kódy pro ${product}` : 'Záložní kódy'),
  sheetAccount: (account) => `Účet: ${account}`,
  sheetDate: (date) => `Vytvořeno: ${date}`,
  sheetNote: 'Každý kód platí jednou. Nová sada tuto zneplatní.',
  newCodesText: 'Staré kódy platí, dokud nepřijmete tyto.',
  renewAtOnceText: 'Staré záložní kódy přestanou platit, jakmile získáte nové.',
  keepCodes: 'Přijmout tyto kódy',
  keepNeedsSaved: 'Abyste je mohli přijmout, potvrďte, že je máte uložené.',

  challengeTitle: 'Dvoufaktorové ověření',
  challengeCodeLabel: 'Zadejte 6místný kód z ověřovací aplikace',
  challengeBackupHint:
    'Jeden z kódů, které jste si uložili při zapnutí 2FA. Na velikosti písmen, mezerách a spojovnících nezáleží.',
  trustDevice: (duration) => `Důvěřovat tomuto zařízení: ${duration}`,
  challengeUnreachable: 'V přihlášení se nepodařilo pokračovat.',
  challengeExpired: 'Toto přihlášení trvalo příliš dlouho a vypršelo.',
  signInAgain: 'Přihlásit se znovu',
  verified: 'Ověřeno. Přihlašování…',

  devicesTitle: 'Kde jste přihlášeni',
  devicesLoading: 'Načítání vašich relací…',
  devicesUnreachable: 'Vaše relace se nepodařilo načíst.',
  devicesSignedOut: 'Jste odhlášeni. Přihlaste se, abyste viděli své relace.',
  thisDevice: 'Toto zařízení',
  usedNow: 'Použito právě teď',
  lastUsed: (time) => `Naposledy použito: ${time}`,
  signOut: 'Odhlásit',
  noOtherSessions: 'Nikde jinde přihlášeni nejste.',
  trustedTitle: 'Důvěryhodná zařízení',
  trustedText: 'Přihlášení na těchto zařízeních nevyžaduje kód.',
  trustedUntil: (date) => `Důvěryhodné do ${date}`,
  forget: 'Zapomenout',
  signOutOthers: 'Odhlásit všude jinde',
  signOutOthersText:
    'Všechny ostatní relace skončí a všechna důvěryhodná zařízení budou zapomenuta. Zde zůstanete přihlášeni.',
  signedOutNotice: 'Tato relace skončila.',
  forgottenNotice: 'Toto zařízení je zapomenuto. Příští přihlášení na něm bude vyžadovat kód.',
  othersSignedOutNotice: 'Všechny ostatní relace skončily a žádné zařízení není důvěryhodné.',

  enrolmentText: 'Vyžaduje to vaše organizace.',
  useDifferentAccount: 'Použít jiný účet',

  codeIncomplete: (length) => `Zadejte všechny číslice (celkem ${length}).`,
  fieldEmpty: 'Vyplňte toto pole.',
  codeInvalid: 'Tento kód není správný. Zadejte kód, který aplikace ukazuje teď.',
  backupCodeInvalid: 'Tento záložní kód není správný nebo už byl použit.',
  passwordInvalid: 'Toto heslo není správné.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Hodiny telefonu jdou napřed (rozdíl: asi ${duration}). Zapněte automatické nastavení času a pak zadejte nový kód.`,
  clockBehind: (duration) =>
    `Hodiny telefonu jdou pozadu (rozdíl: asi ${duration}). Zapněte automatické nastavení času a pak zadejte nový kód.`,
  locked: (duration) => `Příliš mnoho pokusů. Do dalšího pokusu zbývá: ${duration}.`,
  authenticatorBlocked: 'Ověřovací aplikace je po příliš mnoha chybných kódech zablokovaná. Použijte záložní kód.',
  authenticatorBlockedRow:
    'Ověřovací aplikace je po příliš mnoha chybných kódech zablokovaná. Použijte záložní kód, nebo zadejte tři kódy po sobě, každý nový hned, jak ho aplikace ukáže.',
  unreachable: 'Server neodpověděl. Zkontrolujte připojení a zkuste to znovu.',
  unavailable: 'Teď to nefunguje. Zkuste to za chvíli znovu.',
  failed: 'Něco se pokazilo. Zkuste to znovu.',
  misconfigured:
    'Tato stránka se nemůže spojit se svou přihlašovací službou, protože je špatně nastavena. Dejte prosím vědět správcům tohoto webu.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `Zbývá ${count} pokus.`;
    case 'few':
      return `Zbývají ${count} pokusy.`;
    default:
      return `Zbývá ${count} pokusů.`;
  }
}

export default cs;
