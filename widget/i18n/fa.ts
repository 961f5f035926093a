import type { Strings } from './strings.js';

const number = new Intl.NumberFormat('fa');

const fa: Strings = {
  heading: 'احراز هویت دومرحله‌ای (2FA)',
  summaryOff: 'در هر ورود جدید کدی از تلفن شما خواسته شود تا گذرواژهٔ دزدیده‌شده کافی نباشد.',
  summaryOn: 'هر ورود جدید کدی از برنامهٔ احراز هویت می‌خواهد.',
  wholeAccount: 'برای همهٔ فضاهای کاری شما اعمال می‌شود.',
  enable: 'فعال‌سازی 2FA',
  badgeOn: 'فعال',
  onSince: (date) => `از ${date}`,
  backupCodesLeft: (remaining, total) =>
    `کدهای پشتیبان باقی‌مانده: ${number.format(remaining)} از ${number.format(total)}`,
  backupCodesLow: 'پیش از تمام شدن، کدهای تازه بگیرید.',
  backupCodesGone: 'بدون آن‌ها با گم شدن تلفن دسترسی‌تان قطع می‌شود. همین حالا کدهای تازه بگیرید.',
  renewCodes: 'گرفتن کدهای پشتیبان تازه',
  replaceAuthenticator: 'استفاده از برنامهٔ احراز هویت دیگر',
  disable: 'غیرفعال‌سازی 2FA',
  loading: 'در حال بارگذاری تنظیمات 2FA…',
  sectionUnreachable: 'بارگذاری تنظیمات 2FA ممکن نشد.',
  sectionSignedOut: 'از حساب خارج شده‌اید. برای دیدن تنظیمات 2FA وارد شوید.',
  enabledNotice:
    'احراز هویت دومرحله‌ای فعال شد. ورود بعدی کد بعدی برنامه را می‌خواهد: کدی که به کار بردید دیگر معتبر نیست.',
  replacedNotice: 'برنامهٔ احراز هویت جدید به کار افتاد. برنامهٔ قبلی و کدهای پشتیبان آن دیگر کار نمی‌کنند.',
  renewedNotice: 'کدهای پشتیبان تازه به کار افتادند. کدهای قبلی دیگر کار نمی‌کنند.',
  disabledNotice: 'احراز هویت دومرحله‌ای غیرفعال شد. می‌توانید این مورد را از برنامهٔ احراز هویت حذف کنید.',

  cancel: 'لغو',
  close: 'بستن',
  goOn: 'ادامه',
  tryAgain: 'تلاش دوباره',
  startAgain: 'شروع دوباره',
  verify: 'تأیید',
  busy: 'یک لحظه…',

  enableTitle: 'احراز هویت دومرحله‌ای فعال شود؟',
  enableText:
    'هر ورود جدید گذرواژه و کدی شش‌رقمی از برنامه‌ای در تلفن شما می‌خواهد. تلفن را در دسترس نگه دارید: راه‌اندازی حدود دو دقیقه طول می‌کشد.',
  reasonPassword: 'گذرواژهٔ دزدیده‌شده دیگر به‌تنهایی حساب شما را باز نمی‌کند.',
  reasonData: 'متن جلسه‌ها و بینش‌های کسب‌وکار شما قفل دومی می‌گیرند.',
  reasonOrganisations: 'بسیاری از سازمان‌ها آن را الزامی کرده‌اند.',
  disableTitle: 'احراز هویت دومرحله‌ای غیرفعال شود؟',
  disableText:
    'گذرواژه دوباره به‌تنهایی حساب شما را باز می‌کند، در همهٔ فضاهای کاری. برنامهٔ احراز هویت و همهٔ کدهای پشتیبان از کار می‌افتند و حذف می‌شوند.',

  proofTitle: 'تأیید کنید که خودتان هستید',
  codeLabel: 'کد تأیید را وارد کنید',
  useBackupCode: 'استفاده از کد پشتیبان',
  useAuthenticator: 'استفاده از برنامهٔ احراز هویت',
  backupCode: 'کد پشتیبان',
  backupCodeHint: 'یک بار معتبر است. حروف بزرگ، فاصله و خط تیره اهمیتی ندارند.',
  password: 'گذرواژه',

  setupTitle: 'راه‌اندازی احراز هویت دومرحله‌ای',
  scanTitle: 'کد QR را اسکن کنید',
  scanText:
    'یکی از برنامه‌های Google Authenticator، Authy یا Microsoft Authenticator را باز کنید، افزودن حساب را انتخاب کنید و این کد را اسکن کنید.',
  qrLabel: 'کد QR برای افزودن این حساب به برنامهٔ احراز هویت',
  cannotScan: 'اسکن نمی‌شود؟',
  keyTitle: 'کلید راه‌اندازی',
  keyText: 'این کلید را دستی در برنامه وارد کنید.',
  copyKey: 'کپی کلید',
  openAuthenticator: 'باز کردن در برنامهٔ احراز هویت',
  verifyNeedsBoth: 'برای تأیید، شش رقم را وارد کنید و ذخیره کردن کدهای پشتیبان را تأیید کنید.',
  verifyNeedsCode: 'برای تأیید، شش رقم برنامه را وارد کنید.',
  verifyNeedsSaved: 'برای تأیید، ذخیره کردن کدهای پشتیبان را تأیید کنید.',
  discardTitle: 'بدون ذخیرهٔ کدهای پشتیبان خارج می‌شوید؟',
  discardText: 'این کدها دوباره نشان داده نمی‌شوند و چیزی تغییر نمی‌کند.',
  discardStay: 'ماندن',
  discardLeave: 'خروج',
  expiredTitle: 'مهلت این راه‌اندازی تمام شد',
  expiredText:
    'کد QR که شاید اسکن کرده‌اید معتبر نیست. برای کد تازه دوباره شروع کنید و موردی را که کد قبلی افزوده از برنامه حذف کنید.',
  codesExpiredText: 'این کدهای پشتیبان معتبر نیستند. برای مجموعهٔ تازه دوباره شروع کنید: کدهای قبلی همچنان کار می‌کنند.',

  backupCodesTitle: 'کدهای پشتیبان',
  backupCodesText: 'اگر تلفن را گم کنید، با هر کدام یک بار وارد می‌شوید. آن‌ها را جای امنی جدا از تلفن نگه دارید.',
  copy: 'کپی',
  copied: 'کپی شد',
  copyFailed: 'کپی مجاز نبود. متن را انتخاب و دستی کپی کنید.',
  download: 'دانلود',
  print: 'چاپ',
  printFailed: 'Printing did not start. Copy or download the codes instead.',
  savedCodes: 'کدهای پشتیبانم را ذخیره کرده‌ام',
  sheetTitle: (product) => (product ? `کدهای پشتیبان ${product}` : 'کدهای پشتیبان'),
  sheetAccount: (account) => `حساب: ${account}`,
  sheetDate: (date) => `تاریخ ایجاد: ${date}`,
  sheetNote: 'هر کد یک بار کار می‌کند. مجموعهٔ تازه این یکی را باطل می‌کند.',
  newCodesText: 'کدهای قبلی تا پذیرفتن این‌ها کار می‌کنند.',
  keepCodes: 'پذیرفتن این کدها',
  keepNeedsSaved: 'برای پذیرفتن، ذخیره کردن آن‌ها را تأیید کنید.',

  challengeTitle: 'احراز هویت دومرحله‌ای',
  challengeCodeLabel: 'کد ۶ رقمی برنامهٔ احراز هویت را وارد کنید',
  challengeBackupHint: 'یکی از کدهایی که هنگام فعال‌سازی 2FA ذخیره کردید. حروف بزرگ، فاصله و خط تیره اهمیتی ندارند.',
  challengeUnreachable: 'ادامهٔ ورود ممکن نشد.',
  challengeExpired: 'این ورود بیش از حد طول کشید و مهلتش تمام شد.',
  signInAgain: 'ورود دوباره',
  verified: 'تأیید شد. در حال ورود…',

  codeIncomplete: (length) => `همهٔ رقم‌ها را وارد کنید (${number.format(length)} رقم).`,
  fieldEmpty: 'این بخش را پر کنید.',
  codeInvalid: 'کد درست نیست. کدی را وارد کنید که برنامه اکنون نشان می‌دهد.',
  backupCodeInvalid: 'کد پشتیبان درست نیست یا قبلاً استفاده شده است.',
  passwordInvalid: 'گذرواژه درست نیست.',
  attemptsLeft: (count) => `تعداد تلاش‌های باقی‌مانده: ${number.format(count)}.`,
  clockAhead: (duration) =>
    `ساعت تلفن شما حدود ${duration} جلو است. تنظیم خودکار زمان را روشن کنید، سپس کد تازه‌ای وارد کنید.`,
  clockBehind: (duration) =>
    `ساعت تلفن شما حدود ${duration} عقب است. تنظیم خودکار زمان را روشن کنید، سپس کد تازه‌ای وارد کنید.`,
  locked: (duration) => `تلاش‌ها بیش از حد بود. زمان باقی‌مانده تا تلاش بعدی: ${duration}.`,
  authenticatorBlocked: 'برنامهٔ احراز هویت پس از کدهای نادرست زیاد مسدود شد. از کد پشتیبان استفاده کنید.',
  unreachable: 'سرور پاسخ نداد. اتصال خود را بررسی و دوباره تلاش کنید.',
  unavailable: 'اکنون کار نمی‌کند. کمی بعد دوباره تلاش کنید.',
  failed: 'مشکلی پیش آمد. دوباره تلاش کنید.',
  misconfigured:
    'This page cannot reach its sign-in service because it is set up wrongly. Please tell the people who run this site.',
  browserUnsupported: 'This browser is too old for this page. Please update it or use another one.',
};

export default fa;
