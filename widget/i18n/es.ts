import type { Strings } from './strings.js';

const es: Strings = {
  heading: 'Autenticación de dos factores (2FA)',
  summaryOff: 'Pedir un código de su teléfono en cada nuevo inicio de sesión, para que una contraseña robada no baste.',
  summaryOn: 'Cada nuevo inicio de sesión pide un código de su aplicación de autenticación.',
  wholeAccount: 'Se aplica a toda su cuenta.',
  enable: 'Activar 2FA',
  badgeOn: 'Activada',
  onSince: (date) => `Desde el ${date}`,
  backupCodesLeft: (remaining, total) =>
    remaining === 1
      ? `Queda ${remaining} de ${total} códigos de respaldo`
      : `Quedan ${remaining} de ${total} códigos de respaldo`,
  backupCodesLow: 'Obtenga otros nuevos antes de que se agoten.',
  backupCodesGone: 'Sin ellos, perder el teléfono le deja sin acceso. Obtenga otros nuevos ahora.',
  renewCodes: 'Nuevos códigos de respaldo',
  replaceAuthenticator: 'Usar otro autenticador',
  disable: 'Desactivar 2FA',
  loading: 'Cargando su configuración de 2FA…',
  sectionUnreachable: 'No se pudo cargar su configuración de 2FA.',
  sectionSignedOut: 'Su sesión está cerrada. Inicie sesión para ver su configuración de 2FA.',
  enabledNotice:
    'La 2FA está activada. Su próximo inicio de sesión necesita el siguiente código de su aplicación: el que acaba de usar ya no sirve.',
  replacedNotice: 'Su nuevo autenticador está en uso. El anterior y sus códigos de respaldo ya no funcionan.',
  replacedNoticeNoCodes: 'Su nuevo autenticador está en uso. El anterior ya no funciona.',
  renewedNotice: 'Sus nuevos códigos de respaldo están en uso. Los anteriores ya no funcionan.',
  disabledNotice: 'La 2FA está desactivada. Puede eliminar la entrada de su aplicación de autenticación.',

  authenticatorsTitle: 'Autenticadores',
  authenticatorName: (number) => `Autenticador ${number}`,
  addedOn: (date) => `Añadido el ${date}`,
  lastUsedOn: (date) => `Último uso: ${date}`,
  notUsedYet: 'Sin usar todavía',
  rename: 'Cambiar nombre',
  remove: 'Quitar',
  addAuthenticator: 'Añadir otro autenticador',
  authenticatorsFull: 'Tiene tantos autenticadores como es posible. Quite uno para añadir otro.',
  addedNotice: 'Su nuevo autenticador funciona junto a los demás. El código que acaba de usar ya está gastado.',
  renamedNotice: 'El nuevo nombre está guardado.',
  removedNotice: 'El autenticador se ha quitado. Puede eliminar la entrada de su aplicación.',
  addTitle: 'Añadir un autenticador',
  addText: 'Sus otros autenticadores y sus códigos de respaldo quedan como están.',
  nameLabel: 'Nombre',
  add: 'Añadir',
  renameTitle: 'Cambiar el nombre del autenticador',
  save: 'Guardar',
  removeTitle: '¿Quitar este autenticador?',
  removeText:
    'Sus códigos dejan de funcionar al instante y sus otras sesiones terminan. Sus códigos de respaldo se mantienen.',
  replaceAllText: 'El nuevo autenticador sustituye a todos los que tiene ahora y a sus códigos de respaldo.',

  cancel: 'Cancelar',
  close: 'Cerrar',
  goOn: 'Continuar',
  tryAgain: 'Reintentar',
  startAgain: 'Empezar de nuevo',
  verify: 'Verificar',
  busy: 'Un momento…',

  enableTitle: '¿Activar la autenticación de dos factores?',
  enableText:
    'Cada nuevo inicio de sesión pedirá su contraseña y un código de seis dígitos de una aplicación de su teléfono. Téngalo a mano: la configuración lleva unos dos minutos.',
  reasonPassword: 'Una contraseña robada ya no basta para abrir su cuenta.',
  reasonData: 'Sus datos tienen una segunda cerradura.',
  reasonOrganisations: 'Muchas organizaciones la exigen.',
  disableTitle: '¿Desactivar la autenticación de dos factores?',
  disableText:
    'Su contraseña bastará de nuevo para abrir su cuenta. Su autenticador y todos los códigos de respaldo dejarán de funcionar y se eliminarán.',
  disableTextNoCodes:
    'Su contraseña bastará de nuevo para abrir su cuenta. Su autenticador dejará de funcionar y se eliminará.',

  proofTitle: 'Confirme su identidad',
  codeLabel: 'Introduzca el código de verificación',
  useBackupCode: 'Usar un código de respaldo',
  useAuthenticator: 'Usar la aplicación de autenticación',
  backupCode: 'Código de respaldo',
  backupCodeHint: 'Solo sirve una vez. Las mayúsculas, los espacios y los guiones no importan.',
  password: 'Contraseña',
  signedOut: 'Su sesión está cerrada. Vuelva a iniciar sesión para continuar.',

  setupTitle: 'Configurar la autenticación de dos factores',
  scanTitle: 'Escanee el código QR',
  scanText:
    'Abra Google Authenticator, Authy o Microsoft Authenticator, elija añadir una cuenta y escanee este código.',
  qrLabel: 'Código QR que añade esta cuenta a su aplicación de autenticación',
  cannotScan: '¿No puede escanearlo?',
  keyTitle: 'Clave de configuración',
  keyText: 'Introduzca esta clave a mano en su aplicación.',
  copyKey: 'Copiar clave',
  openAuthenticator: 'Abrir en la aplicación',
  verifyNeedsBoth: 'Para verificar, introduzca los seis dígitos y confirme que ha guardado sus códigos de respaldo.',
  verifyNeedsCode: 'Para verificar, introduzca los seis dígitos de su aplicación.',
  verifyNeedsSaved: 'Para verificar, confirme que ha guardado sus códigos de respaldo.',
  discardTitle: '¿Salir sin guardar sus códigos de respaldo?',
  discardText: 'Estos códigos no se volverán a mostrar y no se cambiará nada.',
  discardStay: 'Continuar',
  discardLeave: 'Salir',
  expiredTitle: 'Esta configuración ha caducado',
  expiredText:
    'El código QR que quizá haya escaneado ya no es válido. Empiece de nuevo para obtener otro y elimine de su aplicación la entrada que añadió el código caducado.',
  codesExpiredText:
    'Estos códigos de respaldo no son válidos. Empiece de nuevo para obtener otros: sus códigos anteriores siguen funcionando.',

  backupCodesTitle: 'Códigos de respaldo',
  backupCodesText:
    'Cada uno permite iniciar sesión una vez si pierde su teléfono. Guárdelos en un lugar seguro, separados de él.',
  copy: 'Copiar',
  copied: 'Copiado',
  copyFailed: 'No se permitió copiar. Seleccione el texto y cópielo a mano.',
  download: 'Descargar',
  print: 'Imprimir',
  printFailed: 'La impresión no se inició. Copie o descargue los códigos.',
  savedCodes: 'He guardado mis códigos de respaldo',
  sheetTitle: (product) => (product ? `Códigos de respaldo de ${product}` : 'Códigos de respaldo'),
  sheetAccount: (account) => `Cuenta: ${account}`,
  sheetDate: (date) => `Fecha de creación: ${date}`,
  sheetNote: 'Cada código funciona una vez. Un nuevo juego invalida este.',
  newCodesText: 'Sus códigos anteriores funcionan hasta que active estos.',
  renewAtOnceText: 'Sus códigos de respaldo anteriores dejarán de funcionar en cuanto obtenga otros nuevos.',
  keepCodes: 'Activar estos códigos',
  keepNeedsSaved: 'Para activarlos, confirme que los ha guardado.',

  challengeTitle: 'Autenticación de dos factores',
  challengeCodeLabel: 'Introduzca el código de 6 dígitos de su aplicación de autenticación',
  challengeBackupHint:
    'Uno de los códigos que guardó al activar la 2FA. Las mayúsculas, los espacios y los guiones no importan.',
  challengeUnreachable: 'No se pudo continuar el inicio de sesión.',
  challengeExpired: 'Este inicio de sesión tardó demasiado y ha caducado.',
  signInAgain: 'Volver a iniciar sesión',
  verified: 'Verificado. Iniciando sesión…',

  codeIncomplete: (length) => `Introduzca los ${length} dígitos.`,
  fieldEmpty: 'Rellene este campo.',
  codeInvalid: 'Ese código no es correcto. Introduzca el código que su aplicación muestra ahora.',
  backupCodeInvalid: 'Ese código de respaldo no es correcto o ya se ha usado.',
  passwordInvalid: 'Esa contraseña no es correcta.',
  attemptsLeft: (count) => (count === 1 ? 'Queda 1 intento.' : `Quedan ${count} intentos.`),
  clockAhead: (duration) =>
    `El reloj de su teléfono está adelantado aproximadamente ${duration}. Active el ajuste automático de la hora y luego introduzca un código nuevo.`,
  clockBehind: (duration) =>
    `El reloj de su teléfono está atrasado aproximadamente ${duration}. Active el ajuste automático de la hora y luego introduzca un código nuevo.`,
  locked: (duration) => `Demasiados intentos. Podrá volver a intentarlo dentro de ${duration}.`,
  authenticatorBlocked:
    'Su autenticador está bloqueado tras demasiados códigos incorrectos. Use un código de respaldo.',
  unreachable: 'El servidor no respondió. Compruebe su conexión e inténtelo de nuevo.',
  unavailable: 'Esto no funciona en este momento. Inténtelo de nuevo en un momento.',
  failed: 'Algo salió mal. Inténtelo de nuevo.',
  misconfigured:
    'Esta página no puede acceder a su servicio de inicio de sesión porque está mal configurada. Avise a los responsables de este sitio.',
};

export default es;
