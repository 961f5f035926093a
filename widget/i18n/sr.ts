import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('sr');

const sr: Strings = {
  heading: 'Двофакторска аутентификација (2FA)',
  summaryOff: 'При свакој новој пријави тражи се код са телефона, па украдена лозинка није довољна.',
  summaryOn: 'При свакој новој пријави тражи се код из апликације за аутентификацију.',
  wholeAccount: 'Важи за све ваше радне просторе.',
  enable: 'Укључи 2FA',
  badgeOn: 'Укључено',
  onSince: (date) => `Укључено: ${date}`,
  backupCodesLeft: (remaining, total) => `Преостали резервни кодови: ${remaining} од ${total}`,
  backupCodesLow: 'Преузмите нове пре него што их потрошите.',
  backupCodesGone: 'Без њих вас изгубљен телефон оставља без приступа. Преузмите нове сада.',
  renewCodes: 'Преузми нове резервне кодове',
  replaceAuthenticator: 'Користи други аутентификатор',
  disable: 'Искључи 2FA',
  loading: 'Учитавање 2FA подешавања…',
  sectionUnreachable: 'Ваша 2FA подешавања нису могла да се учитају.',
  sectionSignedOut: 'Одјављени сте. Пријавите се да бисте видели 2FA подешавања.',
  enabledNotice:
    '2FA је укључена. За следећу пријаву потребан је следећи код из апликације: управо коришћени је потрошен.',
  replacedNotice: 'Нови аутентификатор је у употреби. Стари и његови резервни кодови више не важе.',
  renewedNotice: 'Нови резервни кодови су у употреби. Стари више не важе.',
  disabledNotice: '2FA је искључена. Можете уклонити ставку из апликације за аутентификацију.',

  cancel: 'Откажи',
  close: 'Затвори',
  goOn: 'Настави',
  tryAgain: 'Покушај поново',
  startAgain: 'Почни испочетка',
  verify: 'Потврди',
  busy: 'Тренутак…',

  enableTitle: 'Укључити двофакторску аутентификацију?',
  enableText:
    'Свака нова пријава тражиће лозинку и шестоцифрени код из апликације на телефону. Нека вам телефон буде при руци: подешавање траје око два минута.',
  reasonPassword: 'Сама украдена лозинка више не отвара ваш налог.',
  reasonData: 'Транскрипти састанака и пословни увиди добијају другу браву.',
  reasonOrganisations: 'Многе организације је захтевају.',
  disableTitle: 'Искључити двофакторску аутентификацију?',
  disableText:
    'Сама лозинка ће поново отварати ваш налог, у свим радним просторима. Аутентификатор и сви резервни кодови престају да важе и бришу се.',

  proofTitle: 'Потврдите да сте то ви',
  codeLabel: 'Унесите верификациони код',
  useBackupCode: 'Користи резервни код',
  useAuthenticator: 'Користи апликацију за аутентификацију',
  backupCode: 'Резервни код',
  backupCodeHint: 'Важи једном. Велика слова, размаци и цртице нису битни.',
  password: 'Лозинка',

  setupTitle: 'Подешавање двофакторске аутентификације',
  scanTitle: 'Скенирајте QR код',
  scanText:
    'Отворите Google Authenticator, Authy или Microsoft Authenticator, изаберите додавање налога и скенирајте овај код.',
  qrLabel: 'QR код који додаје овај налог у апликацију за аутентификацију',
  cannotScan: 'Не може да се скенира?',
  keyTitle: 'Кључ за подешавање',
  keyText: 'Унесите овај кључ у апликацију ручно.',
  copyKey: 'Копирај кључ',
  openAuthenticator: 'Отвори у апликацији за аутентификацију',
  verifyNeedsBoth: 'За потврду унесите шест цифара и означите да сте сачували резервне кодове.',
  verifyNeedsCode: 'За потврду унесите шест цифара из апликације.',
  verifyNeedsSaved: 'За потврду означите да сте сачували резервне кодове.',
  discardTitle: 'Изаћи без чувања резервних кодова?',
  discardText: 'Ови кодови се неће поново приказати и ништа се неће променити.',
  discardStay: 'Остани',
  discardLeave: 'Изађи',
  expiredTitle: 'Ово подешавање је истекло',
  expiredText:
    'QR код који сте можда скенирали више не важи. Почните испочетка да бисте добили нови и уклоните из апликације ставку коју је стари додао.',
  codesExpiredText:
    'Ови резервни кодови не важе. Почните испочетка да бисте добили нови скуп: стари кодови и даље важе.',

  backupCodesTitle: 'Резервни кодови',
  backupCodesText: 'Сваким се можете пријавити једном ако изгубите телефон. Чувајте их на сигурном, одвојено од њега.',
  copy: 'Копирај',
  copied: 'Копирано',
  copyFailed: 'Копирање је одбијено. Изаберите текст и копирајте га ручно.',
  download: 'Преузми',
  print: 'Одштампај',
  printFailed: 'Printing did not start. Copy or download the codes instead.',
  savedCodes: 'Моји резервни кодови су сачувани',
  sheetTitle: (product) => (product ? `Резервни кодови за ${product}` : 'Резервни кодови'),
  sheetAccount: (account) => `Налог: ${account}`,
  sheetDate: (date) => `Направљено: ${date}`,
  sheetNote: 'Сваки код важи једном. Нови скуп поништава овај.',
  newCodesText: 'Стари кодови важе док не прихватите ове.',
  keepCodes: 'Прихвати ове кодове',
  keepNeedsSaved: 'Да бисте их прихватили, означите да сте их сачували.',

  challengeTitle: 'Двофакторска аутентификација',
  challengeCodeLabel: 'Унесите 6-цифрени код из апликације за аутентификацију',
  challengeBackupHint:
    'Један од кодова које сте сачували при укључивању 2FA. Велика слова, размаци и цртице нису битни.',
  challengeUnreachable: 'Пријава није могла да се настави.',
  challengeExpired: 'Ова пријава је предуго трајала и истекла је.',
  signInAgain: 'Пријави се поново',
  verified: 'Потврђено. Пријављивање…',

  codeIncomplete: (length) => `Унесите све цифре: ${length}.`,
  fieldEmpty: 'Попуните ово поље.',
  codeInvalid: 'Код није тачан. Унесите код који апликација сада приказује.',
  backupCodeInvalid: 'Резервни код није тачан или је већ искоришћен.',
  passwordInvalid: 'Лозинка није тачна.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Сат на телефону жури (око ${duration}). Укључите аутоматско подешавање времена, па унесите нови код.`,
  clockBehind: (duration) =>
    `Сат на телефону касни (око ${duration}). Укључите аутоматско подешавање времена, па унесите нови код.`,
  locked: (duration) => `Превише покушаја. Време до следећег покушаја: ${duration}.`,
  authenticatorBlocked: 'Аутентификатор је блокиран после превише погрешних кодова. Користите резервни код.',
  unreachable: 'Сервер није одговорио. Проверите везу и покушајте поново.',
  unavailable: 'Ово тренутно не ради. Покушајте поново ускоро.',
  failed: 'Нешто није у реду. Покушајте поново.',
  misconfigured:
    'This page cannot reach its sign-in service because it is set up wrongly. Please tell the people who run this site.',
  browserUnsupported: 'This browser is too old for this page. Please update it or use another one.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `Преостао је ${count} покушај.`;
    case 'few':
      return `Преостала су ${count} покушаја.`;
    default:
      return `Преостало је ${count} покушаја.`;
  }
}

export default sr;
