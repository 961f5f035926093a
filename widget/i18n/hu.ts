import type { Strings } from './strings.js';

const hu: Strings = {
  heading: 'Kétfaktoros hitelesítés (2FA)',
  summaryOff: 'Kérjen minden új bejelentkezéskor kódot a telefonjáról, hogy egy ellopott jelszó ne legyen elég.',
  summaryOn: 'Minden új bejelentkezéshez kód kell a hitelesítő alkalmazásból.',
  wholeAccount: 'A teljes fiókjára vonatkozik.',
  enable: '2FA bekapcsolása',
  badgeOn: 'Bekapcsolva',
  onSince: (date) => `Bekapcsolva: ${date}`,
  backupCodesLeft: (remaining, total) => `Megmaradt tartalék kódok: ${remaining}/${total}`,
  backupCodesLow: 'Kérjen újakat, mielőtt elfogynak.',
  backupCodesGone: 'Nélkülük a telefon elvesztése kizárja a fiókjából. Kérjen újakat most.',
  renewCodes: 'Új tartalék kódok kérése',
  replaceAuthenticator: 'Másik hitelesítő alkalmazás használata',
  disable: '2FA kikapcsolása',
  loading: 'A 2FA beállításainak betöltése…',
  sectionUnreachable: 'A 2FA beállításait nem sikerült betölteni.',
  sectionSignedOut: 'Kijelentkezett. A 2FA beállításaihoz jelentkezzen be.',
  enabledNotice:
    'A 2FA be van kapcsolva. A következő bejelentkezéshez az alkalmazás következő kódja kell: az imént használt már nem érvényes.',
  replacedNotice: 'Az új hitelesítő alkalmazás van használatban. A régi és a tartalék kódjai már nem működnek.',
  replacedNoticeNoCodes: 'Az új hitelesítő alkalmazás van használatban. A régi már nem működik.',
  renewedNotice: 'Az új tartalék kódok vannak használatban. A régiek már nem működnek.',
  disabledNotice: 'A 2FA ki van kapcsolva. A bejegyzést eltávolíthatja a hitelesítő alkalmazásból.',

  cancel: 'Mégse',
  close: 'Bezárás',
  goOn: 'Folytatás',
  tryAgain: 'Újrapróbálkozás',
  startAgain: 'Újrakezdés',
  verify: 'Megerősítés',
  busy: 'Egy pillanat…',

  enableTitle: 'Bekapcsolja a kétfaktoros hitelesítést?',
  enableText:
    'Minden új bejelentkezéshez a jelszava és egy hatjegyű kód kell majd a telefonja egyik alkalmazásából. Legyen kéznél a telefonja: a beállítás körülbelül két percig tart.',
  reasonPassword: 'Egy ellopott jelszó önmagában többé nem nyitja meg a fiókját.',
  reasonData: 'Az adatai második zárat kapnak.',
  reasonOrganisations: 'Sok szervezet megköveteli.',
  disableTitle: 'Kikapcsolja a kétfaktoros hitelesítést?',
  disableText:
    'A jelszava önmagában újra megnyitja a fiókját. A hitelesítő alkalmazás és minden tartalék kód érvényét veszti és törlődik.',
  disableTextNoCodes:
    'A jelszava önmagában újra megnyitja a fiókját. A hitelesítő alkalmazás érvényét veszti és törlődik.',

  proofTitle: 'Erősítse meg, hogy Ön az',
  codeLabel: 'Írja be az ellenőrző kódot',
  useBackupCode: 'Tartalék kód használata',
  useAuthenticator: 'Hitelesítő alkalmazás használata',
  backupCode: 'Tartalék kód',
  backupCodeHint: 'Egyszer használható. A nagybetűk, a szóközök és a kötőjelek nem számítanak.',
  password: 'Jelszó',

  setupTitle: 'Kétfaktoros hitelesítés beállítása',
  scanTitle: 'Olvassa be a QR-kódot',
  scanText:
    'Nyissa meg a Google Authenticator, az Authy vagy a Microsoft Authenticator alkalmazást, válassza a fiók hozzáadását, és olvassa be ezt a kódot.',
  qrLabel: 'QR-kód, amely ezt a fiókot hozzáadja a hitelesítő alkalmazáshoz',
  cannotScan: 'Nem tudja beolvasni?',
  keyTitle: 'Beállítási kulcs',
  keyText: 'Írja be kézzel ezt a kulcsot az alkalmazásba.',
  copyKey: 'Kulcs másolása',
  openAuthenticator: 'Megnyitás hitelesítő alkalmazásban',
  verifyNeedsBoth: 'A megerősítéshez írja be a hat számjegyet, és jelölje be, hogy elmentette a tartalék kódokat.',
  verifyNeedsCode: 'A megerősítéshez írja be a hat számjegyet az alkalmazásból.',
  verifyNeedsSaved: 'A megerősítéshez jelölje be, hogy elmentette a tartalék kódokat.',
  discardTitle: 'Kilép a tartalék kódok mentése nélkül?',
  discardText: 'Ezek a kódok nem jelennek meg újra, és semmi sem változik.',
  discardStay: 'Maradok',
  discardLeave: 'Kilépés',
  expiredTitle: 'Ez a beállítás lejárt',
  expiredText:
    'Az esetleg beolvasott QR-kód érvénytelen. Kezdje újra, hogy újat kapjon, és távolítsa el az alkalmazásból a régi kód bejegyzését.',
  codesExpiredText:
    'Ezek a tartalék kódok érvénytelenek. Kezdje újra, hogy új készletet kapjon: a régi kódok továbbra is működnek.',

  backupCodesTitle: 'Tartalék kódok',
  backupCodesText:
    'Ha elveszti a telefonját, mindegyikkel egyszer bejelentkezhet. Tartsa őket biztonságos helyen, a telefontól külön.',
  copy: 'Másolás',
  copied: 'Másolva',
  copyFailed: 'A másolás nem engedélyezett. Jelölje ki a szöveget, és másolja kézzel.',
  download: 'Letöltés',
  print: 'Nyomtatás',
  printFailed: 'A nyomtatás nem indult el. Másolja vagy töltse le inkább a kódokat.',
  savedCodes: 'Elmentettem a tartalék kódjaimat',
  sheetTitle: (product) => (product ? `Tartalék kódok: ${product}` : 'Tartalék kódok'),
  sheetAccount: (account) => `Fiók: ${account}`,
  sheetDate: (date) => `Létrehozva: ${date}`,
  sheetNote: 'Minden kód egyszer használható. Egy új készlet érvényteleníti ezt.',
  newCodesText: 'A régi kódok addig működnek, amíg ezeket el nem fogadja.',
  renewAtOnceText: 'A régi tartalék kódok érvényüket vesztik, amint újakat kap.',
  keepCodes: 'Ezen kódok elfogadása',
  keepNeedsSaved: 'Az elfogadáshoz jelölje be, hogy elmentette őket.',

  challengeTitle: 'Kétfaktoros hitelesítés',
  challengeCodeLabel: 'Írja be a hitelesítő alkalmazás 6 jegyű kódját',
  challengeBackupHint:
    'A 2FA bekapcsolásakor elmentett kódok egyike. A nagybetűk, a szóközök és a kötőjelek nem számítanak.',
  challengeUnreachable: 'A bejelentkezést nem sikerült folytatni.',
  challengeExpired: 'Ez a bejelentkezés túl sokáig tartott, és lejárt.',
  signInAgain: 'Újbóli bejelentkezés',
  verified: 'Megerősítve. Bejelentkezés…',

  codeIncomplete: (length) => `Írja be az összes számjegyet (összesen ${length}).`,
  fieldEmpty: 'Töltse ki ezt a mezőt.',
  codeInvalid: 'A kód nem helyes. Írja be azt a kódot, amelyet az alkalmazás most mutat.',
  backupCodeInvalid: 'A tartalék kód nem helyes, vagy már felhasználta.',
  passwordInvalid: 'A jelszó nem helyes.',
  attemptsLeft: (count) => `Még ${count} próbálkozása van.`,
  clockAhead: (duration) =>
    `A telefon órája siet (az eltérés körülbelül ${duration}). Állítsa automatikusra az idő beállítását, majd írjon be új kódot.`,
  clockBehind: (duration) =>
    `A telefon órája késik (az eltérés körülbelül ${duration}). Állítsa automatikusra az idő beállítását, majd írjon be új kódot.`,
  locked: (duration) => `Túl sok próbálkozás. A következő próbálkozásig hátralévő idő: ${duration}.`,
  authenticatorBlocked: 'A hitelesítő alkalmazás túl sok hibás kód miatt le van tiltva. Használjon tartalék kódot.',
  authenticatorBlockedRow:
    'A hitelesítő alkalmazás túl sok hibás kód miatt le van tiltva. Használjon tartalék kódot, vagy írjon be egymás után három kódot, mindegyik újat rögtön, amint az alkalmazás megmutatja.',
  unreachable: 'A kiszolgáló nem válaszolt. Ellenőrizze a kapcsolatot, és próbálja újra.',
  unavailable: 'Ez most nem működik. Kis idő múlva próbálja újra.',
  failed: 'Hiba történt. Próbálja újra.',
  misconfigured:
    'Ez az oldal nem éri el a bejelentkezési szolgáltatását, mert hibásan van beállítva. Kérjük, jelezze a webhely üzemeltetőinek.',
};

export default hu;
