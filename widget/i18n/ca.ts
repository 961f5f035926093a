import type { Strings } from './strings.js';

const ca: Strings = {
  heading: 'Autenticació de dos factors (2FA)',
  summaryOff:
    'Demana un codi del telèfon a cada inici de sessió nou, perquè amb una contrasenya robada no n’hi hagi prou.',
  summaryOn: 'Cada inici de sessió nou demana un codi de l’aplicació d’autenticació.',
  wholeAccount: 'S’aplica a tot el vostre compte.',
  enable: 'Activa la 2FA',
  badgeOn: 'Activada',
  onSince: (date) => `Activada: ${date}`,
  backupCodesLeft: (remaining, total) => `Codis de reserva restants: ${remaining} de ${total}`,
  backupCodesLow: 'Obteniu-ne de nous abans que s’acabin.',
  backupCodesGone: 'Sense codis, si perdeu el telèfon no podreu entrar. Obteniu-ne de nous ara.',
  renewCodes: 'Obtén nous codis de reserva',
  replaceAuthenticator: 'Fes servir un altre autenticador',
  disable: 'Desactiva la 2FA',
  loading: 'S’està carregant la configuració de la 2FA…',
  sectionUnreachable: 'No s’ha pogut carregar la configuració de la 2FA.',
  sectionSignedOut: 'Heu tancat la sessió. Inicieu-la per veure la configuració de la 2FA.',
  enabledNotice:
    'La 2FA està activada. El proper inici de sessió necessita el codi següent de l’aplicació: el que acabeu de fer servir ja no val.',
  replacedNotice: 'El nou autenticador està en ús. L’antic i els seus codis de reserva ja no valen.',
  replacedNoticeNoCodes: 'El nou autenticador està en ús. L’antic ja no val.',
  renewedNotice: 'Els nous codis de reserva estan en ús. Els antics ja no valen.',
  disabledNotice: 'La 2FA està desactivada. Podeu suprimir l’entrada de l’aplicació d’autenticació.',

  cancel: 'Cancel·la',
  close: 'Tanca',
  goOn: 'Continua',
  tryAgain: 'Torna-ho a provar',
  startAgain: 'Torna a començar',
  verify: 'Verifica',
  busy: 'Un moment…',

  enableTitle: 'Voleu activar l’autenticació de dos factors?',
  enableText:
    'Cada inici de sessió nou demanarà la contrasenya i un codi de sis xifres d’una aplicació del telèfon. Tingueu-lo a mà: la configuració dura uns dos minuts.',
  reasonPassword: 'Una contrasenya robada ja no obrirà per si sola el vostre compte.',
  reasonData: 'Les vostres dades tindran un segon pany.',
  reasonOrganisations: 'Moltes organitzacions l’exigeixen.',
  disableTitle: 'Voleu desactivar l’autenticació de dos factors?',
  disableText:
    'La contrasenya per si sola tornarà a obrir el vostre compte. L’autenticador i tots els codis de reserva deixaran de valer i se suprimiran.',
  disableTextNoCodes:
    'La contrasenya per si sola tornarà a obrir el vostre compte. L’autenticador deixarà de valer i se suprimirà.',

  proofTitle: 'Confirmeu que sou vós',
  codeLabel: 'Introduïu el codi de verificació',
  useBackupCode: 'Fes servir un codi de reserva',
  useAuthenticator: 'Fes servir l’aplicació d’autenticació',
  backupCode: 'Codi de reserva',
  backupCodeHint: 'Només val una vegada. Les majúscules, els espais i els guions no importen.',
  password: 'Contrasenya',

  setupTitle: 'Configuració de l’autenticació de dos factors',
  scanTitle: 'Escanegeu el codi QR',
  scanText:
    'Obriu Google Authenticator, Authy o Microsoft Authenticator, trieu afegir un compte i escanegeu aquest codi.',
  qrLabel: 'Codi QR que afegeix aquest compte a l’aplicació d’autenticació',
  cannotScan: 'No el podeu escanejar?',
  keyTitle: 'Clau de configuració',
  keyText: 'Introduïu aquesta clau a l’aplicació a mà.',
  copyKey: 'Copia la clau',
  openAuthenticator: 'Obre a l’aplicació d’autenticació',
  verifyNeedsBoth: 'Per verificar, introduïu les sis xifres i confirmeu que heu desat els codis de reserva.',
  verifyNeedsCode: 'Per verificar, introduïu les sis xifres de l’aplicació.',
  verifyNeedsSaved: 'Per verificar, confirmeu que heu desat els codis de reserva.',
  discardTitle: 'Voleu sortir sense desar els codis de reserva?',
  discardText: 'Aquests codis no es tornaran a mostrar i no canviarà res.',
  discardStay: 'Continua',
  discardLeave: 'Surt',
  expiredTitle: 'Aquesta configuració ha caducat',
  expiredText:
    'El codi QR que potser heu escanejat ja no val. Torneu a començar per obtenir-ne un de nou i suprimiu de l’aplicació l’entrada que hi va afegir l’antic.',
  codesExpiredText:
    'Aquests codis de reserva no valen. Torneu a començar per obtenir-ne un joc nou: els codis antics encara valen.',

  backupCodesTitle: 'Codis de reserva',
  backupCodesText:
    'Amb cadascun podeu iniciar sessió una vegada si perdeu el telèfon. Deseu-los en un lloc segur i separat.',
  copy: 'Copia',
  copied: 'Copiat',
  copyFailed: 'S’ha denegat la còpia. Seleccioneu el text i copieu-lo a mà.',
  download: 'Baixa',
  print: 'Imprimeix',
  printFailed: 'La impressió no ha començat. Copieu o baixeu els codis.',
  savedCodes: 'He desat els codis de reserva',
  sheetTitle: (product) => (product ? `Codis de reserva de ${product}` : 'Codis de reserva'),
  sheetAccount: (account) => `Compte: ${account}`,
  sheetDate: (date) => `Creació: ${date}`,
  sheetNote: 'Cada codi val una vegada. Un joc nou invalida aquest.',
  newCodesText: 'Els codis antics valen fins que accepteu aquests.',
  renewAtOnceText: 'Els codis de reserva antics deixaran de valer així que n’obtingueu de nous.',
  keepCodes: 'Accepta aquests codis',
  keepNeedsSaved: 'Per acceptar-los, confirmeu que els heu desat.',

  challengeTitle: 'Autenticació de dos factors',
  challengeCodeLabel: 'Introduïu el codi de 6 xifres de l’aplicació d’autenticació',
  challengeBackupHint:
    'Un dels codis que vau desar en activar la 2FA. Les majúscules, els espais i els guions no importen.',
  challengeUnreachable: 'No s’ha pogut continuar l’inici de sessió.',
  challengeExpired: 'Aquest inici de sessió ha trigat massa i ha caducat.',
  signInAgain: 'Torna a iniciar sessió',
  verified: 'Verificat. S’està iniciant la sessió…',

  codeIncomplete: (length) => `Introduïu totes les xifres (${length} en total).`,
  fieldEmpty: 'Empleneu aquest camp.',
  codeInvalid: 'El codi no és correcte. Introduïu el que l’aplicació mostra ara.',
  backupCodeInvalid: 'El codi de reserva no és correcte o ja s’ha fet servir.',
  passwordInvalid: 'La contrasenya no és correcta.',
  attemptsLeft: (count) => (count === 1 ? `Queda ${count} intent.` : `Queden ${count} intents.`),
  clockAhead: (duration) =>
    `El rellotge del telèfon va avançat (diferència: aproximadament ${duration}). Activeu l’hora automàtica i introduïu un codi nou.`,
  clockBehind: (duration) =>
    `El rellotge del telèfon va endarrerit (diferència: aproximadament ${duration}). Activeu l’hora automàtica i introduïu un codi nou.`,
  locked: (duration) => `Massa intents. Temps fins al proper intent: ${duration}.`,
  authenticatorBlocked: 'L’autenticador s’ha bloquejat per massa codis incorrectes. Feu servir un codi de reserva.',
  authenticatorBlockedRow:
    'L’autenticador s’ha bloquejat per massa codis incorrectes. Feu servir un codi de reserva, o introduïu tres codis seguits, cada codi nou tan bon punt l’aplicació el mostri.',
  unreachable: 'El servidor no ha respost. Comproveu la connexió i torneu-ho a provar.',
  unavailable: 'Ara mateix això no funciona. Torneu-ho a provar d’aquí a una estona.',
  failed: 'Alguna cosa ha anat malament. Torneu-ho a provar.',
  misconfigured:
    'Aquesta pàgina no pot accedir al seu servei d’inici de sessió perquè està mal configurada. Aviseu les persones que gestionen aquest lloc.',
};

export default ca;
