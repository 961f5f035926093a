import type { Strings } from './strings.js';

const plural = new Intl.PluralRules('pl');

const pl: Strings = {
  heading: 'Uwierzytelnianie dwuskładnikowe (2FA)',
  summaryOff: 'Przy każdym nowym logowaniu pytaj o kod z telefonu, aby skradzione hasło nie wystarczyło.',
  summaryOn: 'Każde nowe logowanie wymaga kodu z aplikacji uwierzytelniającej.',
  wholeAccount: 'Dotyczy całego Twojego konta.',
  enable: 'Włącz 2FA',
  badgeOn: 'Włączone',
  onSince: (date) => `Od ${date}`,
  backupCodesLeft: (remaining, total) => `Pozostałe kody zapasowe: ${remaining} z ${total}`,
  backupCodesLow: 'Pobierz nowe, zanim się skończą.',
  backupCodesGone: 'Bez nich utrata telefonu odetnie Ci dostęp. Pobierz nowe teraz.',
  renewCodes: 'Pobierz nowe kody zapasowe',
  replaceAuthenticator: 'Użyj innej aplikacji uwierzytelniającej',
  disable: 'Wyłącz 2FA',
  requiredByOrganisation: 'Wymaga tego Twoja organizacja.',
  requiredFrom: (date) => `Wymagane od ${date}.`,
  loading: 'Wczytywanie ustawień 2FA…',
  sectionUnreachable: 'Nie udało się wczytać ustawień 2FA.',
  sectionSignedOut: 'Wylogowano Cię. Zaloguj się, aby zobaczyć ustawienia 2FA.',
  enabledNotice:
    '2FA jest włączone. Następne logowanie wymaga kolejnego kodu z aplikacji: właśnie użyty już nie działa.',
  replacedNotice: 'Nowa aplikacja uwierzytelniająca jest w użyciu. Stara i jej kody zapasowe już nie działają.',
  replacedNoticeNoCodes: 'Nowa aplikacja uwierzytelniająca jest w użyciu. Stara już nie działa.',
  renewedNotice: 'Nowe kody zapasowe są w użyciu. Stare już nie działają.',
  disabledNotice: '2FA jest wyłączone. Możesz usunąć wpis z aplikacji uwierzytelniającej.',

  authenticatorsTitle: 'Aplikacje uwierzytelniające',
  authenticatorName: (number) => `Aplikacja uwierzytelniająca ${number}`,
  addedOn: (date) => `Dodano: ${date}`,
  lastUsedOn: (date) => `Ostatnie użycie: ${date}`,
  notUsedYet: 'Jeszcze nie użyto',
  rename: 'Zmień nazwę',
  remove: 'Usuń',
  addAuthenticator: 'Dodaj kolejną aplikację uwierzytelniającą',
  authenticatorsFull: 'Masz tyle aplikacji uwierzytelniających, ile można mieć. Usuń jedną, aby dodać inną.',
  addedNotice: 'Nowa aplikacja uwierzytelniająca działa obok pozostałych. Użyty przed chwilą kod już nie działa.',
  renamedNotice: 'Nowa nazwa została zapisana.',
  removedNotice: 'Aplikacja uwierzytelniająca została usunięta. Możesz skasować z niej wpis.',
  addTitle: 'Dodaj aplikację uwierzytelniającą',
  addText: 'Pozostałe aplikacje uwierzytelniające i kody zapasowe pozostają bez zmian.',
  nameLabel: 'Nazwa',
  add: 'Dodaj',
  renameTitle: 'Zmień nazwę aplikacji uwierzytelniającej',
  save: 'Zapisz',
  removeTitle: 'Usunąć tę aplikację uwierzytelniającą?',
  removeText: 'Jej kody od razu przestają działać, a pozostałe sesje się kończą. Kody zapasowe pozostają.',
  replaceAllText: 'Nowa aplikacja uwierzytelniająca zastępuje wszystkie obecne oraz Twoje kody zapasowe.',

  cancel: 'Anuluj',
  close: 'Zamknij',
  goOn: 'Dalej',
  tryAgain: 'Spróbuj ponownie',
  startAgain: 'Zacznij od nowa',
  verify: 'Potwierdź',
  busy: 'Chwileczkę…',

  enableTitle: 'Włączyć uwierzytelnianie dwuskładnikowe?',
  enableText:
    'Każde nowe logowanie będzie wymagać hasła i sześciocyfrowego kodu z aplikacji na telefonie. Miej telefon pod ręką: konfiguracja zajmuje około dwóch minut.',
  reasonPassword: 'Samo skradzione hasło nie otworzy już Twojego konta.',
  reasonData: 'Twoje dane zyskają drugi zamek.',
  reasonOrganisations: 'Wymaga tego wiele organizacji.',
  disableTitle: 'Wyłączyć uwierzytelnianie dwuskładnikowe?',
  disableText:
    'Samo hasło znów otworzy Twoje konto. Aplikacja uwierzytelniająca i wszystkie kody zapasowe przestaną działać i zostaną usunięte.',
  disableTextNoCodes:
    'Samo hasło znów otworzy Twoje konto. Aplikacja uwierzytelniająca przestanie działać i zostanie usunięta.',

  proofTitle: 'Potwierdź, że to Ty',
  codeLabel: 'Wpisz kod weryfikacyjny',
  useBackupCode: 'Użyj kodu zapasowego',
  useAuthenticator: 'Użyj aplikacji uwierzytelniającej',
  backupCode: 'Kod zapasowy',
  backupCodeHint: 'Działa jeden raz. Wielkość liter, spacje i łączniki nie mają znaczenia.',
  password: 'Hasło',
  signedOut: 'Wylogowano Cię. Zaloguj się ponownie, aby kontynuować.',

  setupTitle: 'Konfiguracja uwierzytelniania dwuskładnikowego',
  scanTitle: 'Zeskanuj kod QR',
  scanText:
    'Otwórz Google Authenticator, Authy lub Microsoft Authenticator, wybierz dodawanie konta i zeskanuj ten kod.',
  qrLabel: 'Kod QR, który dodaje to konto do aplikacji uwierzytelniającej',
  cannotScan: 'Nie da się zeskanować?',
  keyTitle: 'Klucz konfiguracji',
  keyText: 'Wpisz ten klucz w aplikacji ręcznie.',
  copyKey: 'Kopiuj klucz',
  openAuthenticator: 'Otwórz w aplikacji uwierzytelniającej',
  verifyNeedsBoth: 'Aby potwierdzić, wpisz sześć cyfr i zaznacz, że kody zapasowe są zapisane.',
  verifyNeedsCode: 'Aby potwierdzić, wpisz sześć cyfr z aplikacji.',
  verifyNeedsSaved: 'Aby potwierdzić, zaznacz, że kody zapasowe są zapisane.',
  discardTitle: 'Wyjść bez zapisania kodów zapasowych?',
  discardText: 'Te kody nie zostaną pokazane ponownie i nic się nie zmieni.',
  discardStay: 'Zostań',
  discardLeave: 'Wyjdź',
  expiredTitle: 'Ta konfiguracja wygasła',
  expiredText:
    'Zeskanowany kod QR jest nieważny. Zacznij od nowa, aby otrzymać nowy, i usuń z aplikacji wpis dodany przez stary.',
  codesExpiredText:
    'Te kody zapasowe są nieważne. Zacznij od nowa, aby otrzymać nowy zestaw: stare kody nadal działają.',

  backupCodesTitle: 'Kody zapasowe',
  backupCodesText:
    'Każdy pozwala zalogować się raz, jeśli stracisz telefon. Przechowuj je w bezpiecznym miejscu, z dala od niego.',
  copy: 'Kopiuj',
  copied: 'Skopiowano',
  copyFailed: 'Odmówiono kopiowania. Zaznacz tekst i skopiuj go ręcznie.',
  download: 'Pobierz',
  print: 'Drukuj',
  printFailed: 'Drukowanie się nie rozpoczęło. Zamiast tego skopiuj lub pobierz kody.',
  savedCodes: 'Moje kody zapasowe są zapisane',
  sheetTitle: (product) => (product ? `Kody zapasowe ${product}` : 'Kody zapasowe'),
  sheetAccount: (account) => `Konto: ${account}`,
  sheetDate: (date) => `Utworzono: ${date}`,
  sheetNote: 'Każdy kod działa raz. Nowy zestaw unieważnia ten.',
  newCodesText: 'Stare kody działają, dopóki nie zatwierdzisz tych.',
  renewAtOnceText: 'Stare kody zapasowe przestaną działać, gdy tylko otrzymasz nowe.',
  keepCodes: 'Zatwierdź te kody',
  keepNeedsSaved: 'Aby je zatwierdzić, zaznacz, że są zapisane.',

  challengeTitle: 'Uwierzytelnianie dwuskładnikowe',
  challengeCodeLabel: 'Wpisz 6-cyfrowy kod z aplikacji uwierzytelniającej',
  challengeBackupHint:
    'Jeden z kodów zapisanych przy włączaniu 2FA. Wielkość liter, spacje i łączniki nie mają znaczenia.',
  trustDevice: (duration) => `Ufaj temu urządzeniu przez ${duration}`,
  challengeUnreachable: 'Nie udało się kontynuować logowania.',
  challengeExpired: 'To logowanie trwało zbyt długo i wygasło.',
  signInAgain: 'Zaloguj się ponownie',
  verified: 'Potwierdzono. Trwa logowanie…',

  devicesTitle: 'Gdzie zalogowano Twoje konto',
  devicesLoading: 'Wczytywanie Twoich sesji…',
  devicesUnreachable: 'Nie udało się wczytać Twoich sesji.',
  devicesSignedOut: 'Wylogowano Cię. Zaloguj się, aby zobaczyć swoje sesje.',
  thisDevice: 'To urządzenie',
  usedNow: 'Używane przed chwilą',
  lastUsed: (time) => `Ostatnie użycie: ${time}`,
  signOut: 'Wyloguj',
  noOtherSessions: 'Twojego konta nie zalogowano nigdzie indziej.',
  trustedTitle: 'Zaufane urządzenia',
  trustedText: 'Logowanie na tych urządzeniach nie wymaga kodu.',
  trustedUntil: (date) => `Zaufane do ${date}`,
  forget: 'Zapomnij',
  signOutOthers: 'Wyloguj wszędzie indziej',
  signOutOthersText:
    'Wszystkie inne sesje się zakończą, a wszystkie zaufane urządzenia zostaną zapomniane. Ta sesja pozostanie aktywna.',
  signedOutNotice: 'Ta sesja została zakończona.',
  forgottenNotice: 'To urządzenie zostało zapomniane. Następne logowanie na nim będzie wymagać kodu.',
  othersSignedOutNotice: 'Wszystkie inne sesje zostały zakończone i żadne urządzenie nie jest zaufane.',

  enrolmentText: 'Wymaga tego Twoja organizacja.',
  useDifferentAccount: 'Użyj innego konta',

  codeIncomplete: (length) => `Wpisz wszystkie cyfry: ${length}.`,
  fieldEmpty: 'Wypełnij to pole.',
  codeInvalid: 'Ten kod jest nieprawidłowy. Wpisz kod, który aplikacja pokazuje teraz.',
  backupCodeInvalid: 'Ten kod zapasowy jest nieprawidłowy lub był już użyty.',
  passwordInvalid: 'To hasło jest nieprawidłowe.',
  attemptsLeft,
  clockAhead: (duration) =>
    `Zegar telefonu się spieszy (różnica: około ${duration}). Włącz automatyczne ustawianie czasu, a potem wpisz nowy kod.`,
  clockBehind: (duration) =>
    `Zegar telefonu się spóźnia (różnica: około ${duration}). Włącz automatyczne ustawianie czasu, a potem wpisz nowy kod.`,
  locked: (duration) => `Zbyt wiele prób. Czas do następnej próby: ${duration}.`,
  authenticatorBlocked:
    'Aplikacja uwierzytelniająca jest zablokowana po zbyt wielu błędnych kodach. Użyj kodu zapasowego.',
  authenticatorBlockedRow:
    'Aplikacja uwierzytelniająca jest zablokowana po zbyt wielu błędnych kodach. Użyj kodu zapasowego albo wpisz trzy kody z rzędu, każdy nowy, gdy tylko aplikacja go pokaże.',
  unreachable: 'Serwer nie odpowiedział. Sprawdź połączenie i spróbuj ponownie.',
  unavailable: 'To teraz nie działa. Spróbuj ponownie za chwilę.',
  failed: 'Coś poszło nie tak. Spróbuj ponownie.',
  misconfigured:
    'Ta strona nie może połączyć się ze swoją usługą logowania, bo jest źle skonfigurowana. Powiadom osoby, które prowadzą tę witrynę.',
};

function attemptsLeft(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `Pozostała ${count} próba.`;
    case 'few':
      return `Pozostały ${count} próby.`;
    default:
      return `Pozostało ${count} prób.`;
  }
}

export default pl;
