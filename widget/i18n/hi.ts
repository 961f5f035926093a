import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('hi');

const hi: Strings = {
  heading: 'दो-चरणीय प्रमाणीकरण (2FA)',
  summaryOff: 'हर नए साइन-इन पर आपके फ़ोन से कोड माँगा जाए, ताकि चोरी हुआ पासवर्ड काफ़ी न हो।',
  summaryOn: 'हर नया साइन-इन प्रमाणक ऐप से कोड माँगता है।',
  wholeAccount: 'यह आपके पूरे खाते पर लागू है।',
  enable: '2FA चालू करें',
  badgeOn: 'चालू',
  onSince: (date) => `${date} से`,
  backupCodesLeft: (remaining, total) => `शेष बैकअप कोड: ${total} में से ${remaining}`,
  backupCodesLow: 'खत्म होने से पहले नए कोड लें।',
  backupCodesGone: 'इनके बिना फ़ोन खोने पर आप खाते में नहीं आ पाएँगे। अभी नए कोड लें।',
  renewCodes: 'नए बैकअप कोड लें',
  replaceAuthenticator: 'दूसरे प्रमाणक ऐप का उपयोग करें',
  disable: '2FA बंद करें',
  requiredByOrganisation: 'आपके संगठन में यह अनिवार्य है।',
  requiredFrom: (date) => `${date} से अनिवार्य।`,
  loading: 'आपकी 2FA सेटिंग लोड हो रही हैं…',
  sectionUnreachable: 'आपकी 2FA सेटिंग लोड नहीं हो सकीं।',
  sectionSignedOut: 'आप साइन आउट हैं। 2FA सेटिंग देखने के लिए साइन इन करें।',
  enabledNotice: '2FA चालू है। अगले साइन-इन पर ऐप का अगला कोड चाहिए: अभी उपयोग किया गया कोड अब मान्य नहीं है।',
  replacedNotice: 'नया प्रमाणक ऐप उपयोग में है। पुराना ऐप और उसके बैकअप कोड अब काम नहीं करते।',
  replacedNoticeNoCodes: 'नया प्रमाणक ऐप उपयोग में है। पुराना ऐप अब काम नहीं करता।',
  renewedNotice: 'नए बैकअप कोड उपयोग में हैं। पुराने कोड अब काम नहीं करते।',
  disabledNotice: '2FA बंद है। आप प्रमाणक ऐप से यह प्रविष्टि हटा सकते हैं।',

  cancel: 'रद्द करें',
  close: 'बंद करें',
  goOn: 'जारी रखें',
  tryAgain: 'फिर कोशिश करें',
  startAgain: 'फिर से शुरू करें',
  verify: 'सत्यापित करें',
  busy: 'एक पल रुकें…',

  enableTitle: 'दो-चरणीय प्रमाणीकरण चालू करें?',
  enableText: 'हर नया साइन-इन पासवर्ड और आपके फ़ोन के ऐप से छह अंकों का कोड माँगेगा। फ़ोन पास रखें: सेट-अप में लगभग दो मिनट लगते हैं।',
  reasonPassword: 'सिर्फ़ चोरी हुए पासवर्ड से अब आपका खाता नहीं खुलेगा।',
  reasonData: 'आपके डेटा पर दूसरा ताला लगेगा।',
  reasonOrganisations: 'कई संगठनों में यह अनिवार्य है।',
  disableTitle: 'दो-चरणीय प्रमाणीकरण बंद करें?',
  disableText: 'सिर्फ़ पासवर्ड से आपका खाता फिर खुलेगा। प्रमाणक ऐप और सभी बैकअप कोड काम करना बंद कर देंगे और हटा दिए जाएँगे।',
  disableTextNoCodes: 'सिर्फ़ पासवर्ड से आपका खाता फिर खुलेगा। प्रमाणक ऐप काम करना बंद कर देगा और हटा दिया जाएगा।',

  proofTitle: 'पुष्टि करें कि यह आप हैं',
  codeLabel: 'सत्यापन कोड डालें',
  useBackupCode: 'बैकअप कोड का उपयोग करें',
  useAuthenticator: 'प्रमाणक ऐप का उपयोग करें',
  backupCode: 'बैकअप कोड',
  backupCodeHint: 'यह एक बार काम करता है। बड़े अक्षरों, खाली जगह और हाइफ़न से फ़र्क नहीं पड़ता।',
  password: 'पासवर्ड',

  setupTitle: 'दो-चरणीय प्रमाणीकरण सेट करें',
  scanTitle: 'QR कोड स्कैन करें',
  scanText: 'Google Authenticator, Authy या Microsoft Authenticator खोलें, खाता जोड़ना चुनें और यह कोड स्कैन करें।',
  qrLabel: 'QR कोड जो यह खाता प्रमाणक ऐप में जोड़ता है',
  cannotScan: 'स्कैन नहीं हो रहा?',
  keyTitle: 'सेट-अप कुंजी',
  keyText: 'यह कुंजी ऐप में खुद डालें।',
  copyKey: 'कुंजी कॉपी करें',
  openAuthenticator: 'प्रमाणक ऐप में खोलें',
  verifyNeedsBoth: 'सत्यापन के लिए छह अंक डालें और पुष्टि करें कि आपने बैकअप कोड सहेज लिए हैं।',
  verifyNeedsCode: 'सत्यापन के लिए ऐप से छह अंक डालें।',
  verifyNeedsSaved: 'सत्यापन के लिए पुष्टि करें कि आपने बैकअप कोड सहेज लिए हैं।',
  discardTitle: 'बैकअप कोड सहेजे बिना बाहर जाएँ?',
  discardText: 'ये कोड फिर नहीं दिखाए जाएँगे और कुछ नहीं बदलेगा।',
  discardStay: 'यहीं रहें',
  discardLeave: 'बाहर जाएँ',
  expiredTitle: 'इस सेट-अप का समय समाप्त हो गया',
  expiredText: 'जो QR कोड आपने शायद स्कैन किया, वह मान्य नहीं है। नए कोड के लिए फिर से शुरू करें और पुराने से जुड़ी प्रविष्टि ऐप से हटाएँ।',
  codesExpiredText: 'ये बैकअप कोड मान्य नहीं हैं। नए कोड के लिए फिर से शुरू करें: पुराने कोड अब भी काम करते हैं।',

  backupCodesTitle: 'बैकअप कोड',
  backupCodesText: 'फ़ोन खोने पर हर कोड से एक बार साइन इन होता है। इन्हें फ़ोन से अलग सुरक्षित जगह रखें।',
  copy: 'कॉपी करें',
  copied: 'कॉपी किया गया',
  copyFailed: 'कॉपी की अनुमति नहीं मिली। टेक्स्ट चुनकर खुद कॉपी करें।',
  download: 'डाउनलोड करें',
  print: 'प्रिंट करें',
  printFailed: 'प्रिंट शुरू नहीं हुआ। इसके बजाय कोड कॉपी या डाउनलोड करें।',
  savedCodes: 'मैंने बैकअप कोड सहेज लिए हैं',
  sheetTitle: (product) => (product ? `${product} के बैकअप कोड` : 'बैकअप कोड'),
  sheetAccount: (account) => `खाता: ${account}`,
  sheetDate: (date) => `बनाया गया: ${date}`,
  sheetNote: 'हर कोड एक बार काम करता है। नए कोड इन्हें रद्द कर देते हैं।',
  newCodesText: 'इन्हें अपनाने तक पुराने कोड काम करते हैं।',
  renewAtOnceText: 'नए बैकअप कोड मिलते ही पुराने कोड काम करना बंद कर देंगे।',
  keepCodes: 'ये कोड अपनाएँ',
  keepNeedsSaved: 'अपनाने के लिए पुष्टि करें कि आपने इन्हें सहेज लिया है।',

  challengeTitle: 'दो-चरणीय प्रमाणीकरण',
  challengeCodeLabel: 'प्रमाणक ऐप से 6 अंकों का कोड डालें',
  challengeBackupHint: 'उन कोड में से एक जो आपने 2FA चालू करते समय सहेजे थे। बड़े अक्षरों, खाली जगह और हाइफ़न से फ़र्क नहीं पड़ता।',
  challengeUnreachable: 'साइन-इन जारी नहीं रह सका।',
  challengeExpired: 'इस साइन-इन में बहुत समय लगा और यह समाप्त हो गया।',
  signInAgain: 'फिर से साइन इन करें',
  verified: 'सत्यापित। साइन इन हो रहा है…',

  enrolmentText: 'आपके संगठन में यह अनिवार्य है।',
  useDifferentAccount: 'दूसरे खाते का उपयोग करें',

  codeIncomplete: (length) => `सभी ${length} अंक डालें।`,
  fieldEmpty: 'यह फ़ील्ड भरें।',
  codeInvalid: 'कोड सही नहीं है। वह कोड डालें जो ऐप अभी दिखा रहा है।',
  backupCodeInvalid: 'बैकअप कोड सही नहीं है या पहले उपयोग हो चुका है।',
  passwordInvalid: 'पासवर्ड सही नहीं है।',
  attemptsLeft,
  clockAhead: (duration) => `आपके फ़ोन की घड़ी लगभग ${duration} आगे है। समय अपने आप सेट होने दें, फिर नया कोड डालें।`,
  clockBehind: (duration) => `आपके फ़ोन की घड़ी लगभग ${duration} पीछे है। समय अपने आप सेट होने दें, फिर नया कोड डालें।`,
  locked: (duration) => `बहुत ज़्यादा कोशिशें। अगली कोशिश तक बचा समय: ${duration}।`,
  authenticatorBlocked: 'बहुत से गलत कोड के बाद प्रमाणक ऐप ब्लॉक है। बैकअप कोड का उपयोग करें।',
  unreachable: 'सर्वर ने जवाब नहीं दिया। कनेक्शन जाँचकर फिर कोशिश करें।',
  unavailable: 'यह अभी काम नहीं कर रहा। थोड़ी देर में फिर कोशिश करें।',
  failed: 'कुछ गलत हो गया। फिर कोशिश करें।',
  misconfigured: 'यह पेज अपनी साइन-इन सेवा तक नहीं पहुँच सकता, क्योंकि इसे गलत सेट किया गया है। कृपया साइट चलाने वालों को बताएँ।',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `${count} कोशिश बाकी है।`;
    default:
      return `${count} कोशिशें बाकी हैं।`;
  }
}

export default hi;
