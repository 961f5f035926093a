import type { Strings } from './strings.js';

const number = new Intl.NumberFormat('ar');
const plural = new Intl.PluralRules('ar');

const ar: Strings = {
  heading: 'المصادقة الثنائية (2FA)',
  summaryOff: 'عند التفعيل، يُطلب رمز من هاتفك في كل تسجيل دخول جديد، فلا تكفي كلمة مرور مسروقة.',
  summaryOn: 'يتطلب كل تسجيل دخول جديد رمزًا من تطبيق المصادقة.',
  wholeAccount: 'تسري على حسابك بالكامل.',
  enable: 'تفعيل 2FA',
  badgeOn: 'مفعّلة',
  onSince: (date) => `منذ ${date}`,
  backupCodesLeft: (remaining, total) =>
    `الرموز الاحتياطية المتبقية: ${number.format(remaining)} من ${number.format(total)}`,
  backupCodesLow: 'احصل على رموز جديدة قبل أن تنفد.',
  backupCodesGone: 'بدونها، إذا فقدت هاتفك فلن تتمكن من الدخول إلى حسابك. احصل على رموز جديدة الآن.',
  renewCodes: 'الحصول على رموز احتياطية جديدة',
  replaceAuthenticator: 'استخدام تطبيق مصادقة آخر',
  disable: 'إيقاف 2FA',
  requiredByOrganisation: 'تشترطها مؤسستك.',
  requiredFrom: (date) => `مطلوبة ابتداءً من ${date}.`,
  loading: 'جارٍ تحميل إعدادات 2FA…',
  sectionUnreachable: 'تعذّر تحميل إعدادات 2FA.',
  sectionSignedOut: 'تم تسجيل خروجك. سجّل الدخول للاطلاع على إعدادات 2FA.',
  enabledNotice:
    'تم تفعيل 2FA. يتطلب تسجيل دخولك التالي الرمز التالي من تطبيقك: الرمز الذي استخدمته للتو لم يعد صالحًا.',
  replacedNotice: 'أصبح تطبيق المصادقة الجديد قيد الاستخدام. لم يعد التطبيق القديم يعمل، ولا رموزه الاحتياطية.',
  replacedNoticeNoCodes: 'أصبح تطبيق المصادقة الجديد قيد الاستخدام. لم يعد التطبيق القديم يعمل.',
  renewedNotice: 'أصبحت رموزك الاحتياطية الجديدة سارية. لم تعد الرموز القديمة تعمل.',
  disabledNotice: 'تم إيقاف 2FA. يمكنك إزالة هذا الحساب من تطبيق المصادقة.',

  authenticatorsTitle: 'تطبيقات المصادقة',
  authenticatorName: (number) => `تطبيق المصادقة ${number}`,
  addedOn: (date) => `أُضيف في ${date}`,
  lastUsedOn: (date) => `آخر استخدام: ${date}`,
  notUsedYet: 'لم يُستخدم بعد',
  rename: 'إعادة التسمية',
  remove: 'إزالة',
  addAuthenticator: 'إضافة تطبيق مصادقة آخر',
  authenticatorsFull: 'لديك أكبر عدد ممكن من تطبيقات المصادقة. أزِل أحدها لإضافة آخر.',
  addedNotice: 'أصبح تطبيق المصادقة الجديد يعمل إلى جانب التطبيقات الأخرى. استُهلك الرمز الذي استخدمته الآن.',
  renamedNotice: 'حُفظ الاسم الجديد.',
  removedNotice: 'أُزيل تطبيق المصادقة. يمكنك حذف هذا الحساب من التطبيق.',
  addTitle: 'إضافة تطبيق مصادقة',
  addText: 'تبقى تطبيقات المصادقة الأخرى ورموزك الاحتياطية كما هي.',
  nameLabel: 'الاسم',
  add: 'إضافة',
  renameTitle: 'إعادة تسمية تطبيق المصادقة',
  save: 'حفظ',
  removeTitle: 'هل تريد إزالة تطبيق المصادقة هذا؟',
  removeText: 'تتوقف رموزه عن العمل فورًا، وتنتهي جلساتك الأخرى. تبقى رموزك الاحتياطية.',
  replaceAllText: 'يحل تطبيق المصادقة الجديد محل كل التطبيقات الحالية ورموزك الاحتياطية.',

  cancel: 'إلغاء',
  close: 'إغلاق',
  goOn: 'متابعة',
  tryAgain: 'إعادة المحاولة',
  startAgain: 'البدء من جديد',
  verify: 'تحقّق',
  busy: 'لحظة من فضلك…',

  enableTitle: 'هل تريد تفعيل المصادقة الثنائية؟',
  enableText:
    'سيتطلب كل تسجيل دخول جديد كلمة مرورك ورمزًا من ستة أرقام من تطبيق على هاتفك. أبقِ هاتفك في متناول يدك: يستغرق الإعداد دقيقتين تقريبًا.',
  reasonPassword: 'لن تكفي كلمة مرور مسروقة وحدها للدخول إلى حسابك.',
  reasonData: 'تحصل بياناتك على قفل ثانٍ.',
  reasonOrganisations: 'تشترطها مؤسسات كثيرة.',
  disableTitle: 'هل تريد إيقاف المصادقة الثنائية؟',
  disableText:
    'ستكفي كلمة مرورك وحدها من جديد للدخول إلى حسابك. سيتوقف تطبيق المصادقة وجميع الرموز الاحتياطية عن العمل، وستُحذف.',
  disableTextNoCodes: 'ستكفي كلمة مرورك وحدها من جديد للدخول إلى حسابك. سيتوقف تطبيق المصادقة عن العمل، وسيُحذف.',

  proofTitle: 'أكّد هويتك',
  codeLabel: 'أدخل رمز التحقق',
  useBackupCode: 'استخدام رمز احتياطي',
  useAuthenticator: 'استخدام تطبيق المصادقة',
  backupCode: 'الرمز الاحتياطي',
  backupCodeHint: 'يُستخدم مرة واحدة. لا فرق بين الأحرف الكبيرة والصغيرة، ولا أهمية للمسافات والواصلات.',
  password: 'كلمة المرور',
  signedOut: 'تم تسجيل خروجك. سجّل الدخول مجددًا للمتابعة.',

  setupTitle: 'إعداد المصادقة الثنائية',
  scanTitle: 'امسح رمز QR ضوئيًا',
  scanText: 'افتح Google Authenticator أو Authy أو Microsoft Authenticator، واختر إضافة حساب، ثم امسح هذا الرمز ضوئيًا.',
  qrLabel: 'رمز QR يضيف هذا الحساب إلى تطبيق المصادقة',
  cannotScan: 'ألا يمكنك مسحه؟',
  keyTitle: 'مفتاح الإعداد',
  keyText: 'أدخل هذا المفتاح في تطبيقك يدويًا.',
  copyKey: 'نسخ المفتاح',
  openAuthenticator: 'الفتح في تطبيق المصادقة',
  verifyNeedsBoth: 'للتحقق، أدخل الأرقام الستة وأكّد أنك حفظت رموزك الاحتياطية.',
  verifyNeedsCode: 'للتحقق، أدخل الأرقام الستة من تطبيقك.',
  verifyNeedsSaved: 'للتحقق، أكّد أنك حفظت رموزك الاحتياطية.',
  discardTitle: 'هل تريد المغادرة دون حفظ رموزك الاحتياطية؟',
  discardText: 'لن تظهر هذه الرموز مرة أخرى، ولن يتغيّر أي شيء.',
  discardStay: 'البقاء',
  discardLeave: 'المغادرة',
  expiredTitle: 'انتهت صلاحية هذا الإعداد',
  expiredText:
    'رمز QR الذي ربما مسحته لم يعد صالحًا. ابدأ من جديد للحصول على رمز آخر، وأزل من تطبيقك ما أضافه الرمز المنتهي.',
  codesExpiredText: 'هذه الرموز الاحتياطية غير صالحة. ابدأ من جديد للحصول على مجموعة أخرى: رموزك القديمة لا تزال تعمل.',

  backupCodesTitle: 'الرموز الاحتياطية',
  backupCodesText: 'يتيح لك كل رمز تسجيل الدخول مرة واحدة إذا فقدت هاتفك. احفظها في مكان آمن بعيدًا عنه.',
  copy: 'نسخ',
  copied: 'تم النسخ',
  copyFailed: 'رُفض النسخ. حدّد النص وانسخه يدويًا.',
  download: 'تنزيل',
  print: 'طباعة',
  printFailed: 'لم تبدأ الطباعة. انسخ الرموز أو نزّلها بدلًا من ذلك.',
  savedCodes: 'حفظتُ رموزي الاحتياطية',
  sheetTitle: (product) => (product ? `الرموز الاحتياطية في ${product}` : 'الرموز الاحتياطية'),
  sheetAccount: (account) => `الحساب: ${account}`,
  sheetDate: (date) => `تاريخ الإنشاء: ${date}`,
  sheetNote: 'يعمل كل رمز مرة واحدة. اعتماد مجموعة جديدة يُبطل هذه المجموعة.',
  newCodesText: 'تظل رموزك القديمة تعمل حتى تعتمد هذه الرموز.',
  renewAtOnceText: 'ستتوقف رموزك الاحتياطية القديمة عن العمل بمجرد حصولك على رموز جديدة.',
  keepCodes: 'اعتماد هذه الرموز',
  keepNeedsSaved: 'لاعتمادها، أكّد أنك حفظتها.',

  challengeTitle: 'المصادقة الثنائية',
  challengeCodeLabel: 'أدخل الرمز المكوّن من 6 أرقام من تطبيق المصادقة',
  challengeBackupHint:
    'أحد الرموز التي حفظتها عند تفعيل 2FA. لا فرق بين الأحرف الكبيرة والصغيرة، ولا أهمية للمسافات والواصلات.',
  trustDevice: (duration) => `الوثوق بهذا الجهاز لمدة ${duration}`,
  challengeUnreachable: 'تعذّرت متابعة تسجيل الدخول.',
  challengeExpired: 'استغرق تسجيل الدخول هذا وقتًا طويلًا وانتهت صلاحيته.',
  signInAgain: 'تسجيل الدخول مجددًا',
  verified: 'تم التحقق. جارٍ تسجيل دخولك…',

  devicesTitle: 'الأماكن التي سجّلت الدخول منها',
  devicesLoading: 'جارٍ تحميل جلساتك…',
  devicesUnreachable: 'تعذّر تحميل جلساتك.',
  devicesSignedOut: 'تم تسجيل خروجك. سجّل الدخول للاطلاع على جلساتك.',
  thisDevice: 'هذا الجهاز',
  usedNow: 'استُخدم للتو',
  lastUsed: (time) => `آخر استخدام: ${time}`,
  signOut: 'تسجيل الخروج',
  noOtherSessions: 'لم تسجّل الدخول في أي مكان آخر.',
  trustedTitle: 'الأجهزة الموثوق بها',
  trustedText: 'لا يُطلب رمز عند تسجيل الدخول من هذه الأجهزة.',
  trustedUntil: (date) => `موثوق به حتى ${date}`,
  forget: 'إلغاء الوثوق',
  signOutOthers: 'تسجيل الخروج من كل مكان آخر',
  signOutOthersText: 'تنتهي جميع الجلسات الأخرى، ويُلغى الوثوق بجميع الأجهزة. تبقى مسجّلًا الدخول هنا.',
  signedOutNotice: 'انتهت تلك الجلسة.',
  forgottenNotice: 'أُلغي الوثوق بذلك الجهاز. سيُطلب رمز عند تسجيل الدخول التالي منه.',
  othersSignedOutNotice: 'انتهت جميع الجلسات الأخرى، ولم يعد أي جهاز موثوقًا به.',

  enrolmentText: 'تشترطها مؤسستك.',
  useDifferentAccount: 'استخدام حساب آخر',

  codeIncomplete: (length) => `أدخل جميع الأرقام، وعددها ${number.format(length)}.`,
  fieldEmpty: 'املأ هذا الحقل.',
  codeInvalid: 'هذا الرمز غير صحيح. أدخل الرمز الذي يعرضه تطبيقك الآن.',
  backupCodeInvalid: 'هذا الرمز الاحتياطي غير صحيح، أو سبق استخدامه.',
  passwordInvalid: 'كلمة المرور هذه غير صحيحة.',
  attemptsLeft,
  clockAhead: (duration) =>
    `ساعة هاتفك متقدمة، والفارق التقريبي: ${duration}. فعّل ضبط الوقت تلقائيًا، ثم أدخل رمزًا جديدًا.`,
  clockBehind: (duration) =>
    `ساعة هاتفك متأخرة، والفارق التقريبي: ${duration}. فعّل ضبط الوقت تلقائيًا، ثم أدخل رمزًا جديدًا.`,
  locked: (duration) => `محاولات كثيرة جدًا. الوقت المتبقي حتى المحاولة التالية: ${duration}.`,
  authenticatorBlocked: 'تم حظر تطبيق المصادقة بعد رموز خاطئة كثيرة. استخدم رمزًا احتياطيًا.',
  authenticatorBlockedRow:
    'تم حظر تطبيق المصادقة بعد رموز خاطئة كثيرة. استخدم رمزًا احتياطيًا، أو أدخل ثلاثة رموز متتالية، كلَّ رمز جديد فور ظهوره في تطبيقك.',
  unreachable: 'لم يستجب الخادم. تحقّق من اتصالك وأعد المحاولة.',
  unavailable: 'هذا لا يعمل حاليًا. أعد المحاولة بعد قليل.',
  failed: 'حدث خطأ ما. أعد المحاولة.',
  misconfigured:
    'لا تستطيع هذه الصفحة الوصول إلى خدمة تسجيل الدخول لأنها غير مُعدّة بشكل صحيح. يُرجى إبلاغ القائمين على هذا الموقع.',
};

/** Arabic says none, one and two in words, 3 to 10 with the plural, and from 11 with the singular (which `other` shares). */
function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'zero':
      return 'لم تبقَ أي محاولة.';
    case 'one':
      return 'بقيت محاولة واحدة.';
    case 'two':
      return 'بقيت محاولتان.';
    case 'few':
      return `بقيت ${number.format(count)} محاولات.`;
    default:
      return `بقيت ${number.format(count)} محاولة.`;
  }
}

export default ar;
