import type { Strings } from './strings.js';

const pt: Strings = {
  heading: 'Autenticação de dois fatores (2FA)',
  summaryOff: 'Pedir um código do seu celular a cada novo login, para que uma senha roubada não seja suficiente.',
  summaryOn: 'Cada novo login pede um código do seu app autenticador.',
  wholeAccount: 'Vale para toda a sua conta.',
  enable: 'Ativar 2FA',
  badgeOn: 'Ativada',
  onSince: (date) => `Desde ${date}`,
  // Portuguese counts 0 and 1 in the singular.
  backupCodesLeft: (remaining, total) =>
    remaining < 2
      ? `Resta ${remaining} de ${total} códigos de backup`
      : `Restam ${remaining} de ${total} códigos de backup`,
  backupCodesLow: 'Gere novos antes que eles acabem.',
  backupCodesGone: 'Sem eles, perder o celular deixa você sem acesso. Gere novos agora.',
  renewCodes: 'Gerar novos códigos de backup',
  replaceAuthenticator: 'Usar outro autenticador',
  disable: 'Desativar 2FA',
  loading: 'Carregando suas configurações de 2FA…',
  sectionUnreachable: 'Não foi possível carregar suas configurações de 2FA.',
  sectionSignedOut: 'Sua sessão foi encerrada. Faça login para ver suas configurações de 2FA.',
  enabledNotice:
    'A 2FA está ativada. Seu próximo login precisa do próximo código do app: o que você acabou de usar não vale mais.',
  replacedNotice: 'Seu novo autenticador está em uso. O antigo e os códigos de backup dele não funcionam mais.',
  replacedNoticeNoCodes: 'Seu novo autenticador está em uso. O antigo não funciona mais.',
  renewedNotice: 'Seus novos códigos de backup estão em uso. Os antigos não funcionam mais.',
  disabledNotice: 'A 2FA está desativada. Você pode remover a entrada do seu app autenticador.',

  authenticatorsTitle: 'Autenticadores',
  authenticatorName: (number) => `Autenticador ${number}`,
  addedOn: (date) => `Adicionado em ${date}`,
  lastUsedOn: (date) => `Último uso: ${date}`,
  notUsedYet: 'Ainda não usado',
  rename: 'Renomear',
  remove: 'Remover',
  addAuthenticator: 'Adicionar outro autenticador',
  authenticatorsFull: 'Você tem o máximo de autenticadores possível. Remova um para adicionar outro.',
  addedNotice: 'Seu novo autenticador funciona junto com os outros. O código que você acabou de usar já foi gasto.',
  renamedNotice: 'O novo nome foi salvo.',
  removedNotice: 'O autenticador foi removido. Você pode excluir a entrada do app dele.',
  addTitle: 'Adicionar um autenticador',
  addText: 'Seus outros autenticadores e seus códigos de backup ficam como estão.',
  nameLabel: 'Nome',
  add: 'Adicionar',
  renameTitle: 'Renomear autenticador',
  save: 'Salvar',
  removeTitle: 'Remover este autenticador?',
  removeText:
    'Os códigos dele param de funcionar na hora, e suas outras sessões terminam. Seus códigos de backup continuam.',
  replaceAllText: 'O novo autenticador substitui todos os que você tem agora e seus códigos de backup.',

  cancel: 'Cancelar',
  close: 'Fechar',
  goOn: 'Continuar',
  tryAgain: 'Tentar novamente',
  startAgain: 'Recomeçar',
  verify: 'Verificar',
  busy: 'Um momento…',

  enableTitle: 'Ativar a autenticação de dois fatores?',
  enableText:
    'Cada novo login pedirá sua senha e um código de seis dígitos de um app no seu celular. Tenha o celular à mão: a configuração leva cerca de dois minutos.',
  reasonPassword: 'Uma senha roubada, sozinha, não abre mais sua conta.',
  reasonData: 'Seus dados ganham uma segunda tranca.',
  reasonOrganisations: 'Muitas organizações a exigem.',
  disableTitle: 'Desativar a autenticação de dois fatores?',
  disableText:
    'Sua senha sozinha voltará a abrir sua conta. Seu autenticador e todos os códigos de backup deixarão de funcionar e serão excluídos.',
  disableTextNoCodes:
    'Sua senha sozinha voltará a abrir sua conta. Seu autenticador deixará de funcionar e será excluído.',

  proofTitle: 'Confirme que é você',
  codeLabel: 'Digite o código de verificação',
  useBackupCode: 'Usar um código de backup',
  useAuthenticator: 'Usar o app autenticador',
  backupCode: 'Código de backup',
  backupCodeHint: 'Ele só pode ser usado uma vez. Maiúsculas, espaços e hifens não importam.',
  password: 'Senha',
  signedOut: 'Sua sessão foi encerrada. Faça login novamente para continuar.',

  setupTitle: 'Configurar a autenticação de dois fatores',
  scanTitle: 'Escaneie o QR code',
  scanText:
    'Abra o Google Authenticator, o Authy ou o Microsoft Authenticator, escolha adicionar uma conta e escaneie este código.',
  qrLabel: 'QR code que adiciona esta conta ao seu app autenticador',
  cannotScan: 'Não consegue escanear?',
  keyTitle: 'Chave de configuração',
  keyText: 'Digite esta chave manualmente no seu app.',
  copyKey: 'Copiar chave',
  openAuthenticator: 'Abrir no app autenticador',
  verifyNeedsBoth: 'Para verificar, digite os seis dígitos e confirme que salvou seus códigos de backup.',
  verifyNeedsCode: 'Para verificar, digite os seis dígitos do seu app.',
  verifyNeedsSaved: 'Para verificar, confirme que salvou seus códigos de backup.',
  discardTitle: 'Sair sem salvar seus códigos de backup?',
  discardText: 'Estes códigos não serão mostrados novamente e nada será alterado.',
  discardStay: 'Continuar',
  discardLeave: 'Sair',
  expiredTitle: 'Esta configuração expirou',
  expiredText:
    'O QR code que você talvez tenha escaneado não é mais válido. Recomece para obter um novo e remova do seu app a entrada adicionada pelo código expirado.',
  codesExpiredText:
    'Estes códigos de backup não são válidos. Recomece para obter novos: seus códigos antigos continuam funcionando.',

  backupCodesTitle: 'Códigos de backup',
  backupCodesText:
    'Cada um permite entrar uma vez se você perder o celular. Guarde-os em um lugar seguro e longe dele.',
  copy: 'Copiar',
  copied: 'Copiado',
  copyFailed: 'A cópia foi recusada. Selecione o texto e copie manualmente.',
  download: 'Baixar',
  print: 'Imprimir',
  printFailed: 'A impressão não começou. Em vez disso, copie ou baixe os códigos.',
  savedCodes: 'Salvei meus códigos de backup',
  sheetTitle: (product) => (product ? `Códigos de backup – ${product}` : 'Códigos de backup'),
  sheetAccount: (account) => `Conta: ${account}`,
  sheetDate: (date) => `Data de criação: ${date}`,
  sheetNote: 'Cada código funciona uma vez. Um novo conjunto invalida este.',
  newCodesText: 'Seus códigos antigos funcionam até você ativar estes.',
  renewAtOnceText: 'Seus códigos de backup antigos deixarão de funcionar assim que você receber novos.',
  keepCodes: 'Ativar estes códigos',
  keepNeedsSaved: 'Para ativá-los, confirme que os salvou.',

  challengeTitle: 'Autenticação de dois fatores',
  challengeCodeLabel: 'Digite o código de 6 dígitos do seu app autenticador',
  challengeBackupHint: 'Um dos códigos que você salvou ao ativar a 2FA. Maiúsculas, espaços e hifens não importam.',
  challengeUnreachable: 'Não foi possível continuar o login.',
  challengeExpired: 'Este login demorou demais e expirou.',
  signInAgain: 'Fazer login novamente',
  verified: 'Verificado. Entrando…',

  codeIncomplete: (length) => `Digite todos os ${length} dígitos.`,
  fieldEmpty: 'Preencha este campo.',
  codeInvalid: 'Esse código não está correto. Digite o código que seu app mostra agora.',
  backupCodeInvalid: 'Esse código de backup não está correto ou já foi usado.',
  passwordInvalid: 'Essa senha não está correta.',
  attemptsLeft: (count) => (count < 2 ? `Resta ${count} tentativa.` : `Restam ${count} tentativas.`),
  clockAhead: (duration) =>
    `O relógio do seu celular está cerca de ${duration} adiantado. Ative o ajuste automático de hora e depois digite um novo código.`,
  clockBehind: (duration) =>
    `O relógio do seu celular está cerca de ${duration} atrasado. Ative o ajuste automático de hora e depois digite um novo código.`,
  locked: (duration) => `Tentativas demais. Você poderá tentar novamente em ${duration}.`,
  authenticatorBlocked: 'Seu autenticador está bloqueado após muitos códigos incorretos. Use um código de backup.',
  unreachable: 'O servidor não respondeu. Verifique sua conexão e tente novamente.',
  unavailable: 'Isto não está funcionando agora. Tente novamente em instantes.',
  failed: 'Algo deu errado. Tente novamente.',
  misconfigured:
    'Esta página não consegue acessar o serviço de login porque está configurada incorretamente. Avise os responsáveis por este site.',
};

export default pt;
