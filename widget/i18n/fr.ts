import type { Strings } from './strings.js';

const fr: Strings = {
  heading: 'Authentification à deux facteurs (2FA)',
  summaryOff:
    'Demander un code de votre téléphone à chaque nouvelle connexion, pour qu’un mot de passe volé ne suffise pas.',
  summaryOn: 'Chaque nouvelle connexion demande un code de votre application d’authentification.',
  wholeAccount: 'S’applique à l’ensemble de votre compte.',
  enable: 'Activer la 2FA',
  badgeOn: 'Activée',
  onSince: (date) => `Depuis le ${date}`,
  // French counts 0 and 1 in the singular.
  backupCodesLeft: (remaining, total) =>
    remaining < 2
      ? `Il reste ${remaining} code de secours sur ${total}`
      : `Il reste ${remaining} codes de secours sur ${total}`,
  backupCodesLow: 'Obtenez-en d’autres avant d’en manquer.',
  backupCodesGone: 'Sans eux, perdre votre téléphone bloque votre accès. Obtenez-en d’autres maintenant.',
  renewCodes: 'Nouveaux codes de secours',
  replaceAuthenticator: 'Changer d’authentificateur',
  disable: 'Désactiver la 2FA',
  requiredByOrganisation: 'Votre organisation l’exige.',
  requiredFrom: (date) => `Obligatoire à partir du ${date}.`,
  loading: 'Chargement de vos paramètres 2FA…',
  sectionUnreachable: 'Impossible de charger vos paramètres 2FA.',
  sectionSignedOut: 'Votre session a pris fin. Connectez-vous pour voir vos paramètres 2FA.',
  enabledNotice:
    'La 2FA est activée. Votre prochaine connexion demandera le code suivant de votre application\u00a0: celui que vous venez d’utiliser n’est plus valable.',
  replacedNotice:
    'Votre nouvel authentificateur est en service. L’ancien et ses codes de secours ne fonctionnent plus.',
  replacedNoticeNoCodes: 'Votre nouvel authentificateur est en service. L’ancien ne fonctionne plus.',
  renewedNotice: 'Vos nouveaux codes de secours sont actifs. Les anciens ne fonctionnent plus.',
  disabledNotice: 'La 2FA est désactivée. Vous pouvez supprimer l’entrée de votre application d’authentification.',

  authenticatorsTitle: 'Authentificateurs',
  authenticatorName: (number) => `Authentificateur ${number}`,
  addedOn: (date) => `Ajouté le ${date}`,
  lastUsedOn: (date) => `Dernière utilisation\u00a0: ${date}`,
  notUsedYet: 'Pas encore utilisé',
  rename: 'Renommer',
  remove: 'Supprimer',
  addAuthenticator: 'Ajouter un autre authentificateur',
  authenticatorsFull: 'Vous avez autant d’authentificateurs que possible. Supprimez-en un pour en ajouter un autre.',
  addedNotice:
    'Votre nouvel authentificateur fonctionne à côté des autres. Le code que vous venez d’utiliser est consommé.',
  renamedNotice: 'Le nouveau nom est enregistré.',
  removedNotice: 'L’authentificateur est supprimé. Vous pouvez effacer l’entrée de son application.',
  addTitle: 'Ajouter un authentificateur',
  addText: 'Vos autres authentificateurs et vos codes de secours restent tels quels.',
  nameLabel: 'Nom',
  add: 'Ajouter',
  renameTitle: 'Renommer l’authentificateur',
  save: 'Enregistrer',
  removeTitle: 'Supprimer cet authentificateur\u00a0?',
  removeText:
    'Ses codes cessent aussitôt de fonctionner et vos autres sessions se terminent. Vos codes de secours restent.',
  replaceAllText: 'Le nouvel authentificateur remplace tous ceux que vous avez, ainsi que vos codes de secours.',

  cancel: 'Annuler',
  close: 'Fermer',
  goOn: 'Continuer',
  tryAgain: 'Réessayer',
  startAgain: 'Recommencer',
  verify: 'Vérifier',
  busy: 'Un instant…',

  enableTitle: 'Activer l’authentification à deux facteurs\u00a0?',
  enableText:
    'Chaque nouvelle connexion demandera votre mot de passe et un code à six chiffres d’une application sur votre téléphone. Gardez-le à portée de main\u00a0: la configuration prend environ deux minutes.',
  reasonPassword: 'Un mot de passe volé ne suffit plus pour ouvrir votre compte.',
  reasonData: 'Vos données reçoivent un second verrou.',
  reasonOrganisations: 'De nombreuses organisations l’exigent.',
  disableTitle: 'Désactiver l’authentification à deux facteurs\u00a0?',
  disableText:
    'Votre mot de passe suffira de nouveau pour ouvrir votre compte. Votre authentificateur et tous les codes de secours cesseront de fonctionner et seront supprimés.',
  disableTextNoCodes:
    'Votre mot de passe suffira de nouveau pour ouvrir votre compte. Votre authentificateur cessera de fonctionner et sera supprimé.',

  proofTitle: 'Confirmez votre identité',
  codeLabel: 'Saisissez le code de vérification',
  useBackupCode: 'Utiliser un code de secours',
  useAuthenticator: 'Utiliser l’authentificateur',
  backupCode: 'Code de secours',
  backupCodeHint: 'Il ne sert qu’une fois. Majuscules, espaces et tirets n’ont pas d’importance.',
  password: 'Mot de passe',
  signedOut: 'Votre session a pris fin. Reconnectez-vous pour continuer.',

  setupTitle: 'Configurer l’authentification à deux facteurs',
  scanTitle: 'Scannez le code QR',
  scanText:
    'Ouvrez Google Authenticator, Authy ou Microsoft Authenticator, choisissez d’ajouter un compte, puis scannez ce code.',
  qrLabel: 'Code QR qui ajoute ce compte à votre application d’authentification',
  cannotScan: 'Scan impossible\u00a0?',
  keyTitle: 'Clé de configuration',
  keyText: 'Saisissez cette clé à la main dans votre application.',
  copyKey: 'Copier la clé',
  openAuthenticator: 'Ouvrir dans l’application',
  verifyNeedsBoth:
    'Pour vérifier, saisissez les six chiffres et confirmez que vous avez enregistré vos codes de secours.',
  verifyNeedsCode: 'Pour vérifier, saisissez les six chiffres de votre application.',
  verifyNeedsSaved: 'Pour vérifier, confirmez que vous avez enregistré vos codes de secours.',
  discardTitle: 'Quitter sans enregistrer vos codes de secours\u00a0?',
  discardText: 'Ces codes ne seront plus affichés et rien ne sera modifié.',
  discardStay: 'Continuer',
  discardLeave: 'Quitter',
  expiredTitle: 'Cette configuration a expiré',
  expiredText:
    'Le code QR que vous avez peut-être scanné n’est plus valable. Recommencez pour en obtenir un nouveau et supprimez de votre application l’entrée ajoutée par le code expiré.',
  codesExpiredText:
    'Ces codes de secours ne sont pas valables. Recommencez pour en obtenir de nouveaux\u00a0: vos anciens codes fonctionnent toujours.',

  backupCodesTitle: 'Codes de secours',
  backupCodesText:
    'Chacun vous connecte une fois si vous perdez votre téléphone. Conservez-les en lieu sûr, séparément de celui-ci.',
  copy: 'Copier',
  copied: 'Copié',
  copyFailed: 'La copie a été refusée. Sélectionnez le texte et copiez-le à la main.',
  download: 'Télécharger',
  print: 'Imprimer',
  printFailed: 'L’impression n’a pas démarré. Copiez ou téléchargez plutôt les codes.',
  savedCodes: 'J’ai enregistré mes codes de secours',
  sheetTitle: (product) => (product ? `Codes de secours ${product}` : 'Codes de secours'),
  sheetAccount: (account) => `Compte\u00a0: ${account}`,
  sheetDate: (date) => `Date de création\u00a0: ${date}`,
  sheetNote: 'Chaque code fonctionne une fois. Une nouvelle série annule celle-ci.',
  newCodesText: 'Vos anciens codes fonctionnent jusqu’à ce que vous activiez ceux-ci.',
  renewAtOnceText: 'Vos anciens codes de secours cesseront de fonctionner dès que vous en obtiendrez de nouveaux.',
  keepCodes: 'Activer ces codes',
  keepNeedsSaved: 'Pour les activer, confirmez que vous les avez enregistrés.',

  challengeTitle: 'Authentification à deux facteurs',
  challengeCodeLabel: 'Saisissez le code à 6 chiffres de votre application d’authentification',
  challengeBackupHint:
    'L’un des codes que vous avez enregistrés en activant la 2FA. Majuscules, espaces et tirets n’ont pas d’importance.',
  trustDevice: (duration) => `Faire confiance à cet appareil pendant ${duration}`,
  challengeUnreachable: 'Impossible de poursuivre la connexion.',
  challengeExpired: 'Cette connexion a pris trop de temps et a expiré.',
  signInAgain: 'Se reconnecter',
  verified: 'Code vérifié. Connexion en cours…',

  devicesTitle: 'Où votre session est ouverte',
  devicesLoading: 'Chargement de vos sessions…',
  devicesUnreachable: 'Impossible de charger vos sessions.',
  devicesSignedOut: 'Votre session a pris fin. Connectez-vous pour voir vos sessions.',
  thisDevice: 'Cet appareil',
  usedNow: 'Utilisé à l’instant',
  lastUsed: (time) => `Dernière utilisation : ${time}`,
  signOut: 'Se déconnecter',
  noOtherSessions: 'Aucune session n’est ouverte ailleurs.',
  trustedTitle: 'Appareils de confiance',
  trustedText: 'Une connexion sur ces appareils ne demande pas de code.',
  trustedUntil: (date) => `De confiance jusqu’au ${date}`,
  forget: 'Oublier',
  signOutOthers: 'Se déconnecter partout ailleurs',
  signOutOthersText:
    'Toutes les autres sessions prennent fin et tous les appareils de confiance sont oubliés. Cette session-ci reste ouverte.',
  signedOutNotice: 'Cette session a pris fin.',
  forgottenNotice: 'Cet appareil est oublié. Sa prochaine connexion demandera un code.',
  othersSignedOutNotice: 'Toutes les autres sessions ont pris fin et aucun appareil n’est de confiance.',

  enrolmentText: 'Votre organisation l’exige.',
  useDifferentAccount: 'Utiliser un autre compte',

  codeIncomplete: (length) => `Saisissez les ${length} chiffres.`,
  fieldEmpty: 'Remplissez ce champ.',
  codeInvalid: 'Ce code est incorrect. Saisissez le code que votre application affiche maintenant.',
  backupCodeInvalid: 'Ce code de secours est incorrect ou a déjà été utilisé.',
  passwordInvalid: 'Ce mot de passe est incorrect.',
  attemptsLeft: (count) => (count < 2 ? `Il reste ${count} tentative.` : `Il reste ${count} tentatives.`),
  clockAhead: (duration) =>
    `L’horloge de votre téléphone avance d’environ ${duration}. Activez le réglage automatique de l’heure, puis saisissez un nouveau code.`,
  clockBehind: (duration) =>
    `L’horloge de votre téléphone retarde d’environ ${duration}. Activez le réglage automatique de l’heure, puis saisissez un nouveau code.`,
  locked: (duration) => `Trop de tentatives. Vous pourrez réessayer dans ${duration}.`,
  authenticatorBlocked:
    'Votre authentificateur est bloqué après trop de codes incorrects. Utilisez un code de secours.',
  authenticatorBlockedRow:
    'Votre authentificateur est bloqué après trop de codes incorrects. Utilisez un code de secours, ou saisissez trois codes à la suite, chaque nouveau code dès que votre application l’affiche.',
  unreachable: 'Le serveur n’a pas répondu. Vérifiez votre connexion et réessayez.',
  unavailable: 'Cela ne fonctionne pas pour le moment. Réessayez dans un instant.',
  failed: 'Une erreur s’est produite. Réessayez.',
  misconfigured:
    'Cette page ne peut pas joindre son service de connexion, car elle est mal configurée. Veuillez prévenir les responsables de ce site.',
};

export default fr;
