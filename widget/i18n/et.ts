import type { Strings } from './strings.js';

const et: Strings = {
  heading: 'Kaheastmeline autentimine (2FA)',
  summaryOff: 'Küsi igal uuel sisselogimisel telefonist koodi, et varastatud paroolist ei piisaks.',
  summaryOn: 'Iga uus sisselogimine nõuab koodi autentimisrakendusest.',
  wholeAccount: 'Kehtib kogu teie kontole.',
  enable: 'Lülita 2FA sisse',
  badgeOn: 'Sees',
  onSince: (date) => `Sisse lülitatud: ${date}`,
  backupCodesLeft: (remaining, total) => `Varukoode alles: ${remaining}/${total}`,
  backupCodesLow: 'Hankige uued, enne kui need otsa saavad.',
  backupCodesGone: 'Ilma nendeta ei pääse te telefoni kaotades enam kontole. Hankige uued kohe.',
  renewCodes: 'Hangi uued varukoodid',
  replaceAuthenticator: 'Kasuta teist autentimisrakendust',
  disable: 'Lülita 2FA välja',
  loading: '2FA seadete laadimine…',
  sectionUnreachable: '2FA seadeid ei õnnestunud laadida.',
  sectionSignedOut: 'Olete välja logitud. 2FA seadete nägemiseks logige sisse.',
  enabledNotice:
    '2FA on sisse lülitatud. Järgmiseks sisselogimiseks on vaja rakenduse järgmist koodi: äsja kasutatud enam ei kehti.',
  replacedNotice: 'Uus autentimisrakendus on kasutusel. Vana ja selle varukoodid enam ei kehti.',
  replacedNoticeNoCodes: 'Uus autentimisrakendus on kasutusel. Vana enam ei kehti.',
  renewedNotice: 'Uued varukoodid on kasutusel. Vanad enam ei kehti.',
  disabledNotice: '2FA on välja lülitatud. Võite kirje autentimisrakendusest eemaldada.',

  cancel: 'Tühista',
  close: 'Sulge',
  goOn: 'Jätka',
  tryAgain: 'Proovi uuesti',
  startAgain: 'Alusta uuesti',
  verify: 'Kinnita',
  busy: 'Üks hetk…',

  enableTitle: 'Kas lülitada kaheastmeline autentimine sisse?',
  enableText:
    'Iga uus sisselogimine nõuab siis parooli ja kuuekohalist koodi telefoni rakendusest. Hoidke telefon käepärast: seadistamine võtab umbes kaks minutit.',
  reasonPassword: 'Ainult varastatud parooliga ei pääse enam teie kontole.',
  reasonData: 'Teie andmed saavad teise luku.',
  reasonOrganisations: 'Paljud organisatsioonid nõuavad seda.',
  disableTitle: 'Kas lülitada kaheastmeline autentimine välja?',
  disableText:
    'Teie kontole pääseb siis jälle ainult parooliga. Autentimisrakendus ja kõik varukoodid kaotavad kehtivuse ja kustutatakse.',
  disableTextNoCodes:
    'Teie kontole pääseb siis jälle ainult parooliga. Autentimisrakendus kaotab kehtivuse ja kustutatakse.',

  proofTitle: 'Kinnitage, et see olete teie',
  codeLabel: 'Sisestage kinnituskood',
  useBackupCode: 'Kasuta varukoodi',
  useAuthenticator: 'Kasuta autentimisrakendust',
  backupCode: 'Varukood',
  backupCodeHint: 'Kehtib ühe korra. Suurtähed, tühikud ja sidekriipsud ei ole olulised.',
  password: 'Parool',

  setupTitle: 'Kaheastmelise autentimise seadistamine',
  scanTitle: 'Skannige QR-kood',
  scanText:
    'Avage Google Authenticator, Authy või Microsoft Authenticator, valige konto lisamine ja skannige see kood.',
  qrLabel: 'QR-kood, mis lisab selle konto autentimisrakendusse',
  cannotScan: 'Ei saa skannida?',
  keyTitle: 'Seadistusvõti',
  keyText: 'Sisestage see võti rakendusse käsitsi.',
  copyKey: 'Kopeeri võti',
  openAuthenticator: 'Ava autentimisrakenduses',
  verifyNeedsBoth: 'Kinnitamiseks sisestage kuus numbrit ja märkige, et varukoodid on salvestatud.',
  verifyNeedsCode: 'Kinnitamiseks sisestage rakendusest kuus numbrit.',
  verifyNeedsSaved: 'Kinnitamiseks märkige, et varukoodid on salvestatud.',
  discardTitle: 'Kas lahkuda varukoode salvestamata?',
  discardText: 'Neid koode rohkem ei näidata ja midagi ei muutu.',
  discardStay: 'Jää siia',
  discardLeave: 'Lahku',
  expiredTitle: 'See seadistamine on aegunud',
  expiredText:
    'QR-kood, mille võib-olla skannisite, ei kehti. Alustage uuesti, et saada uus, ja eemaldage rakendusest vana lisatud kirje.',
  codesExpiredText: 'Need varukoodid ei kehti. Alustage uuesti, et saada uus komplekt: vanad koodid kehtivad edasi.',

  backupCodesTitle: 'Varukoodid',
  backupCodesText:
    'Kui kaotate telefoni, saate igaühega korra sisse logida. Hoidke neid kindlas kohas ja telefonist eraldi.',
  copy: 'Kopeeri',
  copied: 'Kopeeritud',
  copyFailed: 'Kopeerimisest keelduti. Valige tekst ja kopeerige see käsitsi.',
  download: 'Laadi alla',
  print: 'Prindi',
  printFailed: 'Printimine ei alanud. Kopeerige koodid või laadige need alla.',
  savedCodes: 'Minu varukoodid on salvestatud',
  sheetTitle: (product) => (product ? `Varukoodid: ${product}` : 'Varukoodid'),
  sheetAccount: (account) => `Konto: ${account}`,
  sheetDate: (date) => `Loodud: ${date}`,
  sheetNote: 'Iga kood kehtib ühe korra. Uus komplekt tühistab selle.',
  newCodesText: 'Vanad koodid kehtivad, kuni need vastu võtate.',
  renewAtOnceText: 'Vanad varukoodid kaotavad kehtivuse kohe, kui saate uued.',
  keepCodes: 'Võta need koodid vastu',
  keepNeedsSaved: 'Vastuvõtmiseks märkige, et need on salvestatud.',

  challengeTitle: 'Kaheastmeline autentimine',
  challengeCodeLabel: 'Sisestage autentimisrakendusest 6-kohaline kood',
  challengeBackupHint:
    'Üks koodidest, mille 2FA sisselülitamisel salvestasite. Suurtähed, tühikud ja sidekriipsud ei ole olulised.',
  challengeUnreachable: 'Sisselogimist ei õnnestunud jätkata.',
  challengeExpired: 'See sisselogimine kestis liiga kaua ja on aegunud.',
  signInAgain: 'Logi uuesti sisse',
  verified: 'Kinnitatud. Sisselogimine…',

  codeIncomplete: (length) => `Sisestage kõik numbrid (kokku ${length}).`,
  fieldEmpty: 'Täitke see väli.',
  codeInvalid: 'Kood ei ole õige. Sisestage kood, mida rakendus praegu näitab.',
  backupCodeInvalid: 'Varukood ei ole õige või on juba kasutatud.',
  passwordInvalid: 'Parool ei ole õige.',
  attemptsLeft: (count) => (count === 1 ? `Jäänud on ${count} katse.` : `Jäänud on ${count} katset.`),
  clockAhead: (duration) =>
    `Telefoni kell on ees (vahe: umbes ${duration}). Laske kellaaeg automaatselt määrata ja sisestage siis uus kood.`,
  clockBehind: (duration) =>
    `Telefoni kell on maas (vahe: umbes ${duration}). Laske kellaaeg automaatselt määrata ja sisestage siis uus kood.`,
  locked: (duration) => `Liiga palju katseid. Aega järgmise katseni: ${duration}.`,
  authenticatorBlocked: 'Autentimisrakendus on pärast liiga paljusid valesid koode blokeeritud. Kasutage varukoodi.',
  authenticatorBlockedRow:
    'Autentimisrakendus on pärast liiga paljusid valesid koode blokeeritud. Kasutage varukoodi või sisestage kolm koodi järjest, iga uus kohe, kui rakendus seda näitab.',
  unreachable: 'Server ei vastanud. Kontrollige ühendust ja proovige uuesti.',
  unavailable: 'See praegu ei tööta. Proovige hetke pärast uuesti.',
  failed: 'Midagi läks valesti. Proovige uuesti.',
  misconfigured:
    'See leht ei saa oma sisselogimisteenusega ühendust, sest leht on valesti seadistatud. Palun andke sellest saidi haldajatele teada.',
};

export default et;
