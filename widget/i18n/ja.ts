import type { Strings } from './strings.js';

const ja: Strings = {
  heading: '2要素認証（2FA）',
  summaryOff: '新しくログインするたびにスマートフォンのコードを求め、盗まれたパスワードだけでは入れないようにします。',
  summaryOn: '新しくログインするたびに、認証アプリのコードが必要です。',
  wholeAccount: 'アカウント全体に適用されます。',
  enable: '2FAを有効にする',
  badgeOn: 'オン',
  onSince: (date) => `${date}から`,
  backupCodesLeft: (remaining, total) => `バックアップコードの残り：${total}個中${remaining}個`,
  backupCodesLow: 'なくなる前に新しいコードを取得してください。',
  backupCodesGone:
    'コードがないままスマートフォンを紛失すると、ログインできなくなります。今すぐ新しいコードを取得してください。',
  renewCodes: '新しいバックアップコードを取得',
  replaceAuthenticator: '別の認証アプリを使う',
  disable: '2FAを無効にする',
  loading: '2FAの設定を読み込んでいます…',
  sectionUnreachable: '2FAの設定を読み込めませんでした。',
  sectionSignedOut: 'ログアウトしています。2FAの設定を表示するにはログインしてください。',
  enabledNotice:
    '2FAがオンになりました。次回のログインには、アプリに次に表示されるコードが必要です。今使ったコードはもう使えません。',
  replacedNotice: '新しい認証アプリが有効になりました。以前の認証アプリとそのバックアップコードはもう使えません。',
  replacedNoticeNoCodes: '新しい認証アプリが有効になりました。以前の認証アプリはもう使えません。',
  renewedNotice: '新しいバックアップコードが有効になりました。以前のコードはもう使えません。',
  disabledNotice: '2FAがオフになりました。認証アプリからこのアカウントの項目を削除できます。',

  cancel: 'キャンセル',
  close: '閉じる',
  goOn: '続ける',
  tryAgain: '再試行',
  startAgain: 'やり直す',
  verify: '確認',
  busy: 'お待ちください…',

  enableTitle: '2要素認証を有効にしますか？',
  enableText:
    '新しくログインするたびに、パスワードとスマートフォンのアプリに表示される6桁のコードが必要になります。スマートフォンをお手元にご用意ください。設定は約2分で終わります。',
  reasonPassword: '盗まれたパスワードだけでは、アカウントに入れなくなります。',
  reasonData: 'データを二重に守ります。',
  reasonOrganisations: '多くの組織で必須とされています。',
  disableTitle: '2要素認証を無効にしますか？',
  disableText:
    '再びパスワードだけでアカウントに入れるようになります。認証アプリとすべてのバックアップコードは使えなくなり、削除されます。',
  disableTextNoCodes: '再びパスワードだけでアカウントに入れるようになります。認証アプリは使えなくなり、削除されます。',

  proofTitle: '本人確認',
  codeLabel: '確認コードを入力',
  useBackupCode: 'バックアップコードを使う',
  useAuthenticator: '認証アプリを使う',
  backupCode: 'バックアップコード',
  backupCodeHint: '使えるのは1回だけです。大文字と小文字、スペース、ハイフンの違いは問いません。',
  password: 'パスワード',

  setupTitle: '2要素認証の設定',
  scanTitle: 'QRコードをスキャン',
  scanText:
    'Google Authenticator、Authy、Microsoft Authenticatorのいずれかを開き、アカウントの追加を選んで、このコードをスキャンしてください。',
  qrLabel: 'このアカウントを認証アプリに追加するQRコード',
  cannotScan: 'スキャンできませんか？',
  keyTitle: 'セットアップキー',
  keyText: 'このキーをアプリに手動で入力してください。',
  copyKey: 'キーをコピー',
  openAuthenticator: '認証アプリで開く',
  verifyNeedsBoth: '確認するには、6桁のコードを入力し、バックアップコードを保存したことにチェックを入れてください。',
  verifyNeedsCode: '確認するには、アプリの6桁のコードを入力してください。',
  verifyNeedsSaved: '確認するには、バックアップコードを保存したことにチェックを入れてください。',
  discardTitle: 'バックアップコードを保存せずに終了しますか？',
  discardText: 'これらのコードは二度と表示されず、何も変更されません。',
  discardStay: '続ける',
  discardLeave: '終了する',
  expiredTitle: '設定の有効期限が切れました',
  expiredText:
    'スキャン済みのQRコードがあれば、それは無効です。やり直して新しいQRコードを取得し、無効なコードで追加された項目をアプリから削除してください。',
  codesExpiredText:
    'これらのバックアップコードは無効です。やり直して新しいコードを取得してください。以前のコードは引き続き使えます。',

  backupCodesTitle: 'バックアップコード',
  backupCodesText:
    'スマートフォンを紛失したとき、コード1つにつき1回ログインできます。スマートフォンとは別の安全な場所に保管してください。',
  copy: 'コピー',
  copied: 'コピーしました',
  copyFailed: 'コピーが許可されませんでした。テキストを選択して手動でコピーしてください。',
  download: 'ダウンロード',
  print: '印刷',
  printFailed: '印刷を開始できませんでした。代わりにコードをコピーまたはダウンロードしてください。',
  savedCodes: 'バックアップコードを保存しました',
  sheetTitle: (product) => (product ? `${product}のバックアップコード` : 'バックアップコード'),
  sheetAccount: (account) => `アカウント：${account}`,
  sheetDate: (date) => `作成日：${date}`,
  sheetNote: '各コードは1回だけ使えます。新しいコードに切り替えると、これらは無効になります。',
  newCodesText: '以前のコードは、これらのコードに切り替えるまで使えます。',
  renewAtOnceText: '新しいバックアップコードを取得すると、以前のコードはすぐに使えなくなります。',
  keepCodes: 'これらのコードに切り替える',
  keepNeedsSaved: '切り替えるには、保存したことにチェックを入れてください。',

  challengeTitle: '2要素認証',
  challengeCodeLabel: '認証アプリの6桁のコードを入力',
  challengeBackupHint:
    '2FAを有効にしたときに保存したコードの1つです。大文字と小文字、スペース、ハイフンの違いは問いません。',
  challengeUnreachable: 'ログインを続行できませんでした。',
  challengeExpired: '時間がかかりすぎたため、このログインの有効期限が切れました。',
  signInAgain: 'もう一度ログイン',
  verified: '確認しました。ログインしています…',

  codeIncomplete: (length) => `${length}桁すべてを入力してください。`,
  fieldEmpty: 'この項目を入力してください。',
  codeInvalid: 'コードが正しくありません。アプリに現在表示されているコードを入力してください。',
  backupCodeInvalid: 'バックアップコードが正しくないか、すでに使われています。',
  passwordInvalid: 'パスワードが正しくありません。',
  attemptsLeft: (count) => `あと${count}回試せます。`,
  clockAhead: (duration) =>
    `スマートフォンの時計が約${duration}進んでいます。時刻を自動設定にしてから、新しいコードを入力してください。`,
  clockBehind: (duration) =>
    `スマートフォンの時計が約${duration}遅れています。時刻を自動設定にしてから、新しいコードを入力してください。`,
  locked: (duration) => `試行回数が多すぎます。${duration}後に再試行できます。`,
  authenticatorBlocked:
    '誤ったコードが続いたため、認証アプリはブロックされています。バックアップコードを使ってください。',
  authenticatorBlockedRow:
    '誤ったコードが続いたため、認証アプリはブロックされています。バックアップコードを使うか、アプリに新しいコードが表示されるたびにすぐ入力し、三回続けて入力してください。',
  unreachable: 'サーバーから応答がありませんでした。接続を確認して、もう一度お試しください。',
  unavailable: '現在ご利用いただけません。しばらくしてからもう一度お試しください。',
  failed: '問題が発生しました。もう一度お試しください。',
  misconfigured:
    '設定に誤りがあるため、このページはログインサービスに接続できません。サイトの管理者に知らせてください。',
};

export default ja;
