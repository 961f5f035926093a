import type { Strings } from './strings.js';

const ms: Strings = {
  heading: 'Pengesahan Dua Faktor (2FA)',
  summaryOff:
    'Minta kod daripada telefon anda pada setiap log masuk baharu, supaya kata laluan yang dicuri tidak memadai.',
  summaryOn: 'Setiap log masuk baharu meminta kod daripada aplikasi pengesah.',
  wholeAccount: 'Terpakai untuk seluruh akaun anda.',
  enable: 'Hidupkan 2FA',
  badgeOn: 'Hidup',
  onSince: (date) => `Sejak ${date}`,
  backupCodesLeft: (remaining, total) => `${remaining} daripada ${total} kod sandaran masih ada`,
  backupCodesLow: 'Dapatkan yang baharu sebelum habis.',
  backupCodesGone: 'Tanpanya, kehilangan telefon menyebabkan anda tidak dapat masuk. Dapatkan yang baharu sekarang.',
  renewCodes: 'Dapatkan kod sandaran baharu',
  replaceAuthenticator: 'Gunakan pengesah lain',
  disable: 'Matikan 2FA',
  loading: 'Memuatkan tetapan 2FA anda…',
  sectionUnreachable: 'Tetapan 2FA anda tidak dapat dimuatkan.',
  sectionSignedOut: 'Anda telah log keluar. Log masuk untuk melihat tetapan 2FA anda.',
  enabledNotice:
    '2FA dihidupkan. Log masuk seterusnya memerlukan kod seterusnya daripada aplikasi: kod yang baru digunakan tidak sah lagi.',
  replacedNotice: 'Pengesah baharu anda sedang digunakan. Yang lama dan kod sandarannya tidak sah lagi.',
  replacedNoticeNoCodes: 'Pengesah baharu anda sedang digunakan. Yang lama tidak sah lagi.',
  renewedNotice: 'Kod sandaran baharu anda sedang digunakan. Yang lama tidak sah lagi.',
  disabledNotice: '2FA dimatikan. Anda boleh membuang entri daripada aplikasi pengesah.',

  cancel: 'Batal',
  close: 'Tutup',
  goOn: 'Teruskan',
  tryAgain: 'Cuba lagi',
  startAgain: 'Mula semula',
  verify: 'Sahkan',
  busy: 'Sebentar…',

  enableTitle: 'Hidupkan pengesahan dua faktor?',
  enableText:
    'Setiap log masuk baharu akan meminta kata laluan dan kod enam digit daripada aplikasi pada telefon anda. Sediakan telefon anda: persediaan mengambil masa kira-kira dua minit.',
  reasonPassword: 'Kata laluan yang dicuri sahaja tidak lagi membuka akaun anda.',
  reasonData: 'Data anda mendapat kunci kedua.',
  reasonOrganisations: 'Banyak organisasi mewajibkannya.',
  disableTitle: 'Matikan pengesahan dua faktor?',
  disableText:
    'Kata laluan sahaja akan membuka akaun anda semula. Pengesah dan semua kod sandaran tidak akan sah lagi dan dipadamkan.',
  disableTextNoCodes: 'Kata laluan sahaja akan membuka akaun anda semula. Pengesah tidak akan sah lagi dan dipadamkan.',

  proofTitle: 'Sahkan bahawa ini anda',
  codeLabel: 'Masukkan kod pengesahan',
  useBackupCode: 'Gunakan kod sandaran',
  useAuthenticator: 'Gunakan aplikasi pengesah',
  backupCode: 'Kod sandaran',
  backupCodeHint: 'Boleh digunakan sekali. Huruf besar, ruang dan sempang tidak penting.',
  password: 'Kata laluan',

  setupTitle: 'Sediakan Pengesahan Dua Faktor',
  scanTitle: 'Imbas kod QR',
  scanText:
    'Buka Google Authenticator, Authy atau Microsoft Authenticator, pilih tambah akaun, kemudian imbas kod ini.',
  qrLabel: 'Kod QR yang menambahkan akaun ini pada aplikasi pengesah',
  cannotScan: 'Tidak dapat diimbas?',
  keyTitle: 'Kunci persediaan',
  keyText: 'Masukkan kunci ini dalam aplikasi secara manual.',
  copyKey: 'Salin kunci',
  openAuthenticator: 'Buka dalam aplikasi pengesah',
  verifyNeedsBoth: 'Untuk mengesahkan, masukkan enam digit dan tandakan bahawa kod sandaran telah disimpan.',
  verifyNeedsCode: 'Untuk mengesahkan, masukkan enam digit daripada aplikasi.',
  verifyNeedsSaved: 'Untuk mengesahkan, tandakan bahawa kod sandaran telah disimpan.',
  discardTitle: 'Keluar tanpa menyimpan kod sandaran?',
  discardText: 'Kod ini tidak akan ditunjukkan lagi dan tiada apa-apa yang berubah.',
  discardStay: 'Kekal di sini',
  discardLeave: 'Keluar',
  expiredTitle: 'Persediaan ini telah tamat tempoh',
  expiredText:
    'Kod QR yang mungkin telah anda imbas tidak sah. Mula semula untuk mendapatkan yang baharu dan buang entri kod lama daripada aplikasi.',
  codesExpiredText: 'Kod sandaran ini tidak sah. Mula semula untuk mendapatkan set baharu: kod lama anda masih sah.',

  backupCodesTitle: 'Kod Sandaran',
  backupCodesText:
    'Setiap satu membolehkan log masuk sekali jika telefon anda hilang. Simpan di tempat selamat, berasingan daripada telefon.',
  copy: 'Salin',
  copied: 'Disalin',
  copyFailed: 'Penyalinan ditolak. Pilih teks dan salin secara manual.',
  download: 'Muat turun',
  print: 'Cetak',
  printFailed: 'Pencetakan tidak bermula. Salin atau muat turun kod sebagai ganti.',
  savedCodes: 'Saya telah menyimpan kod sandaran',
  sheetTitle: (product) => (product ? `Kod sandaran ${product}` : 'Kod sandaran'),
  sheetAccount: (account) => `Akaun: ${account}`,
  sheetDate: (date) => `Dicipta: ${date}`,
  sheetNote: 'Setiap kod sah sekali. Set baharu membatalkan set ini.',
  newCodesText: 'Kod lama sah sehingga anda menerima kod ini.',
  renewAtOnceText: 'Kod sandaran lama tidak sah lagi sebaik sahaja anda mendapat kod baharu.',
  keepCodes: 'Terima kod ini',
  keepNeedsSaved: 'Untuk menerimanya, tandakan bahawa kod telah disimpan.',

  challengeTitle: 'Pengesahan Dua Faktor',
  challengeCodeLabel: 'Masukkan kod 6 digit daripada aplikasi pengesah',
  challengeBackupHint:
    'Salah satu kod yang anda simpan semasa menghidupkan 2FA. Huruf besar, ruang dan sempang tidak penting.',
  challengeUnreachable: 'Log masuk tidak dapat diteruskan.',
  challengeExpired: 'Log masuk ini mengambil masa terlalu lama dan telah tamat tempoh.',
  signInAgain: 'Log masuk semula',
  verified: 'Disahkan. Sedang log masuk…',

  codeIncomplete: (length) => `Masukkan kesemua ${length} digit.`,
  fieldEmpty: 'Isi medan ini.',
  codeInvalid: 'Kod tidak betul. Masukkan kod yang ditunjukkan aplikasi sekarang.',
  backupCodeInvalid: 'Kod sandaran tidak betul atau telah digunakan.',
  passwordInvalid: 'Kata laluan tidak betul.',
  attemptsLeft: (count) => `${count} percubaan lagi.`,
  clockAhead: (duration) =>
    `Jam telefon anda cepat kira-kira ${duration}. Hidupkan masa automatik, kemudian masukkan kod baharu.`,
  clockBehind: (duration) =>
    `Jam telefon anda lambat kira-kira ${duration}. Hidupkan masa automatik, kemudian masukkan kod baharu.`,
  locked: (duration) => `Terlalu banyak percubaan. Anda boleh mencuba lagi dalam ${duration}.`,
  authenticatorBlocked: 'Pengesah disekat selepas terlalu banyak kod yang salah. Gunakan kod sandaran.',
  authenticatorBlockedRow:
    'Pengesah disekat selepas terlalu banyak kod yang salah. Gunakan kod sandaran, atau masukkan tiga kod berturut-turut, setiap kod baharu sebaik sahaja aplikasi menunjukkannya.',
  unreachable: 'Pelayan tidak menjawab. Semak sambungan anda dan cuba lagi.',
  unavailable: 'Ini tidak berfungsi sekarang. Cuba lagi sebentar nanti.',
  failed: 'Ada masalah. Cuba lagi.',
  misconfigured:
    'Halaman ini tidak dapat mencapai perkhidmatan log masuknya kerana tetapannya salah. Sila beritahu pengurus laman ini.',
};

export default ms;
