import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('uk');

const uk: Strings = {
  heading: 'Двофакторна автентифікація (2FA)',
  summaryOff: 'Під час кожного нового входу запитувати код із телефона, щоб викраденого пароля не вистачило.',
  summaryOn: 'Під час кожного нового входу запитується код із застосунку для автентифікації.',
  wholeAccount: 'Діє в усіх ваших робочих просторах.',
  enable: 'Увімкнути 2FA',
  badgeOn: 'Увімкнено',
  onSince: (date) => `З ${date}`,
  backupCodesLeft: (remaining, total) => `Залишилося резервних кодів: ${remaining} із ${total}`,
  backupCodesLow: 'Отримайте нові, доки вони не закінчилися.',
  backupCodesGone: 'Без них ви втратите доступ, якщо втратите телефон. Отримайте нові зараз.',
  renewCodes: 'Отримати нові резервні коди',
  replaceAuthenticator: 'Змінити застосунок для автентифікації',
  disable: 'Вимкнути 2FA',
  loading: 'Завантаження налаштувань 2FA…',
  sectionUnreachable: 'Не вдалося завантажити налаштування 2FA.',
  sectionSignedOut: 'Ви вийшли з облікового запису. Увійдіть, щоб побачити налаштування 2FA.',
  enabledNotice:
    '2FA увімкнено. Для наступного входу потрібен наступний код із застосунку: щойно введений уже використано.',
  replacedNotice: 'Новий автентифікатор підключено. Старий і його резервні коди більше не діють.',
  renewedNotice: 'Нові резервні коди діють. Старі більше не діють.',
  disabledNotice: '2FA вимкнено. Можете видалити запис із застосунку для автентифікації.',

  cancel: 'Скасувати',
  close: 'Закрити',
  goOn: 'Продовжити',
  tryAgain: 'Повторити',
  startAgain: 'Почати знову',
  verify: 'Підтвердити',
  busy: 'Зачекайте…',

  enableTitle: 'Увімкнути двофакторну автентифікацію?',
  enableText:
    'Під час кожного нового входу знадобляться пароль і шестизначний код із застосунку на телефоні. Тримайте телефон під рукою: налаштування триватиме близько двох хвилин.',
  reasonPassword: 'Самого викраденого пароля вже не вистачить для входу.',
  reasonData: 'Розшифровки зустрічей і бізнес-аналітика отримають другий замок.',
  reasonOrganisations: 'Цього вимагають багато організацій.',
  disableTitle: 'Вимкнути двофакторну автентифікацію?',
  disableText:
    'Для входу в обліковий запис знову вистачить самого пароля, в усіх робочих просторах. Автентифікатор і всі резервні коди перестануть діяти й будуть видалені.',

  proofTitle: 'Підтвердьте, що це ви',
  codeLabel: 'Введіть код підтвердження',
  useBackupCode: 'Використати резервний код',
  useAuthenticator: 'Використати застосунок для автентифікації',
  backupCode: 'Резервний код',
  backupCodeHint: 'Діє один раз. Регістр, пробіли й дефіси не мають значення.',
  password: 'Пароль',

  setupTitle: 'Налаштування двофакторної автентифікації',
  scanTitle: 'Відскануйте QR-код',
  scanText:
    'Відкрийте Google Authenticator, Authy або Microsoft Authenticator, виберіть додавання облікового запису й відскануйте цей код.',
  qrLabel: 'QR-код, що додає цей обліковий запис до застосунку для автентифікації',
  cannotScan: 'Не сканується?',
  keyTitle: 'Ключ налаштування',
  keyText: 'Введіть цей ключ у застосунок вручну.',
  copyKey: 'Копіювати ключ',
  openAuthenticator: 'Відкрити в застосунку для автентифікації',
  verifyNeedsBoth: 'Щоб підтвердити, введіть шість цифр і позначте, що зберегли резервні коди.',
  verifyNeedsCode: 'Щоб підтвердити, введіть шість цифр із застосунку.',
  verifyNeedsSaved: 'Щоб підтвердити, позначте, що зберегли резервні коди.',
  discardTitle: 'Вийти, не зберігши резервні коди?',
  discardText: 'Ці коди більше не буде показано, і нічого не зміниться.',
  discardStay: 'Продовжити',
  discardLeave: 'Вийти',
  expiredTitle: 'Термін цього налаштування минув',
  expiredText:
    'Відсканований QR-код більше не діє. Почніть знову, щоб отримати новий, і видаліть із застосунку запис, доданий старим.',
  codesExpiredText: 'Ці резервні коди не діють. Почніть знову, щоб отримати новий набір: старі коди й далі діють.',

  backupCodesTitle: 'Резервні коди',
  backupCodesText:
    'За кожним можна ввійти один раз, якщо ви втратите телефон. Зберігайте їх у надійному місці окремо від нього.',
  copy: 'Копіювати',
  copied: 'Скопійовано',
  copyFailed: 'Копіювання заборонено. Виділіть текст і скопіюйте його вручну.',
  download: 'Завантажити',
  print: 'Друк',
  printFailed: 'Printing did not start. Copy or download the codes instead.',
  savedCodes: 'Резервні коди збережено',
  sheetTitle: (product) => (product ? `Резервні коди ${product}` : 'Резервні коди'),
  sheetAccount: (account) => `Обліковий запис: ${account}`,
  sheetDate: (date) => `Створено: ${date}`,
  sheetNote: 'Кожен код діє один раз. Новий набір скасовує цей.',
  newCodesText: 'Старі коди діють, доки ви не приймете ці.',
  keepCodes: 'Прийняти ці коди',
  keepNeedsSaved: 'Щоб прийняти їх, позначте, що зберегли їх.',

  challengeTitle: 'Двофакторна автентифікація',
  challengeCodeLabel: 'Введіть 6-значний код із застосунку для автентифікації',
  challengeBackupHint: 'Один із кодів, збережених під час увімкнення 2FA. Регістр, пробіли й дефіси не мають значення.',
  challengeUnreachable: 'Не вдалося продовжити вхід.',
  challengeExpired: 'Вхід тривав надто довго, і його термін минув.',
  signInAgain: 'Увійти знову',
  verified: 'Підтверджено. Виконується вхід…',

  codeIncomplete: (length) => `Введіть усі цифри: ${length}.`,
  fieldEmpty: 'Заповніть це поле.',
  codeInvalid: 'Неправильний код. Введіть код, який застосунок показує зараз.',
  backupCodeInvalid: 'Неправильний або вже використаний резервний код.',
  passwordInvalid: 'Неправильний пароль.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Годинник телефона поспішає (приблизно ${duration}). Увімкніть автоматичний час і введіть новий код.`,
  clockBehind: (duration) =>
    `Годинник телефона відстає (приблизно ${duration}). Увімкніть автоматичний час і введіть новий код.`,
  locked: (duration) => `Забагато спроб. До наступної спроби: ${duration}.`,
  authenticatorBlocked: 'Автентифікатор заблоковано: забагато неправильних кодів. Використайте резервний код.',
  unreachable: 'Сервер не відповів. Перевірте з’єднання та повторіть спробу.',
  unavailable: 'Зараз не працює. Повторіть спробу трохи пізніше.',
  failed: 'Щось пішло не так. Повторіть спробу.',
  misconfigured:
    'This page cannot reach its sign-in service because it is set up wrongly. Please tell the people who run this site.',
  browserUnsupported: 'This browser is too old for this page. Please update it or use another one.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `Залишилася ${count} спроба.`;
    case 'few':
      return `Залишилося ${count} спроби.`;
    default:
      return `Залишилося ${count} спроб.`;
  }
}

export default uk;
