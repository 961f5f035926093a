import { html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import {
  codeAt,
  isSame,
  linkAccount,
  loadAccounts,
  readAccount,
  saveAccounts,
  secondsLeft,
  stepAt,
  withoutVoid,
  type LinkedAccount,
} from './account-list.js';
import { styles } from './demo-phone.styles.js';
import { scanScreen } from './scan-screen.js';

/** After these events the current code is spent, and a back end refuses it. */
const spendingEvents = [
  'harmony-2fa-enabled',
  'harmony-2fa-replaced',
  'harmony-2fa-authenticators-changed',
  'harmony-2fa-verified',
];
/** After these the last linked entry is the only one of its account. */
const settingUp: readonly string[] = ['harmony-2fa-enabled', 'harmony-2fa-replaced'];
/** From this width the panel fits beside the set-up dialog. */
const wideEnough = '(min-width: 1280px)';

/**
 * A panel that replaces the authenticator app on a phone, so that the demo needs no phone. It is not part of the package. In the
 * slot `companion` of `<harmony-2fa-setup>` it works while a dialog is open.
 */
export class DemoPhoneElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    volatile: { type: Boolean },
    accounts: { state: true },
    now: { state: true },
    message: { state: true },
    open: { state: true },
  };
  static override styles = styles;

  /** Does not store its accounts, for pages whose back end is in memory. */
  volatile = false;

  private accounts: readonly LinkedAccount[] = [];
  private now = Date.now();
  private message = '';
  private open = matchMedia(wideEnough).matches;

  #copied: LinkedAccount | null = null;
  /** An entry was linked, and no event has told of its first code yet. */
  #isNew = false;
  #slots: ShadowRoot | null = null;
  #clock: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#load();
    this.#tick();
    addEventListener('storage', this.#load);
    for (const type of spendingEvents) document.addEventListener(type, this.#spend);
    this.#slots = this.parentElement?.shadowRoot ?? null;
    this.#slots?.addEventListener('slotchange', this.#follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#clock);
    removeEventListener('storage', this.#load);
    for (const type of spendingEvents) document.removeEventListener(type, this.#spend);
    this.#slots?.removeEventListener('slotchange', this.#follow);
  }

  /** Adds an account like a scan. @returns whether the text is a Key URI */
  link(keyUri: string): boolean {
    const account = readAccount(keyUri);
    if (!account) return false;
    this.#keep(linkAccount(this.accounts, account));
    this.#isNew = true;
    return true;
  }

  #load = (): void => {
    if (!this.volatile) this.accounts = loadAccounts();
  };

  /** The set-up moves the slot of this panel into each dialog that opens, and back. */
  #follow = (): void => {
    this.toggleAttribute('in-dialog', isInDialog(this));
  };

  #keep(accounts: readonly LinkedAccount[]): void {
    this.accounts = accounts;
    if (!this.volatile) saveAccounts(accounts);
  }

  #tick = (): void => {
    this.now = Date.now();
    this.#clock = setTimeout(this.#tick, 1000 - (this.now % 1000));
  };

  /** Events name no account. A set-up means the last linked account; a sign-in the last copied one, or the only one. */
  #spend = (event: Event): void => {
    if ('method' in event && event.method !== 'totp') return;
    // A new name or a removal spends no code.
    if (event.type === 'harmony-2fa-authenticators-changed' && !this.#isNew) return;
    const [latest, ...others] = this.accounts;
    const used = event.type !== 'harmony-2fa-verified' || others.length === 0 ? latest : this.#copied;
    if (!used) return;
    this.message = '';
    this.#isNew = false;
    const spentStep = stepAt(used, Date.now());
    const kept = settingUp.includes(event.type) ? withoutVoid(this.accounts, used) : this.accounts;
    this.#keep(kept.map((account) => (isSame(account, used) ? { ...account, spentStep } : account)));
  };

  async #scan(): Promise<void> {
    this.message = '';
    const text = await scanScreen();
    if (text === null) this.message = 'There is no QR code on the screen. Start a set-up, then scan again.';
    else if (!this.link(text)) this.message = 'This QR code is not one for an authenticator app.';
    else this.message = `Linked ${this.accounts[0]!.issuer}, ${this.accounts[0]!.name}.`;
  }

  async #copy(account: LinkedAccount): Promise<void> {
    this.#copied = account;
    try {
      await navigator.clipboard.writeText(codeAt(account, Date.now()));
      this.message = 'Code copied.';
    } catch {
      this.message = 'The browser does not allow copying here. Type the code instead.';
    }
  }

  #remove(account: LinkedAccount): void {
    if (this.#copied && isSame(this.#copied, account)) this.#copied = null;
    this.#keep(this.accounts.filter((other) => !isSame(other, account)));
    this.message = `Removed ${account.issuer}, ${account.name}.`;
  }

  protected override render() {
    const [first] = this.accounts;
    return html`
      <section class=${this.open ? 'phone open' : 'phone'} aria-labelledby="title">
        <button
          type="button"
          class="bar"
          aria-expanded=${this.open}
          aria-controls="screen"
          @click=${() => (this.open = !this.open)}
        >
          ${phoneIcon}
          <span class="names">
            <strong id="title">Demo phone</strong>
            <small>Stands in for your authenticator app</small>
          </span>
          ${first && !this.open ? html`<span class="peek">${this.#renderCode(first)}</span>` : nothing} ${chevronIcon}
        </button>
        <div id="screen" class="screen" ?hidden=${!this.open}>
          ${
            first
              ? html`<ul>
                  ${this.accounts.map((account) => this.#renderAccount(account))}
                </ul>`
              : html`<p class="empty">No account yet. When a QR code is on the screen, scan it.</p>`
          }
          <button type="button" class="scan" @click=${this.#scan}>${scanIcon} Scan the screen</button>
          <p class="message" role="status">${this.message}</p>
        </div>
      </section>
    `;
  }

  #renderAccount(account: LinkedAccount) {
    const { issuer, name, totp, spentStep } = account;
    const left = secondsLeft(account, this.now);
    const spent = spentStep === stepAt(account, this.now);
    return html`
      <li>
        <div class="owner">
          <span class="names"><strong>${issuer}</strong><small title=${name}>${name}</small></span>
          <button
            type="button"
            class="icon"
            aria-label=${`Remove ${issuer}, ${name}`}
            title="Remove"
            @click=${() => this.#remove(account)}
          >
            ${crossIcon}
          </button>
        </div>
        <div class=${spent ? 'running spent' : 'running'}>
          ${this.#renderCode(account)}
          <span class="left">${renderRing(left, totp.period)}<span class="seconds" dir="ltr">${left} s</span></span>
          <button type="button" class="copy" @click=${() => this.#copy(account)}>Copy code</button>
        </div>
        ${spent ? html`<p class="hint">Just used. The next code comes in ${left} s.</p>` : nothing}
      </li>
    `;
  }

  #renderCode(account: LinkedAccount) {
    const code = codeAt(account, this.now);
    // A margin makes the gap, so that a selection has six digits only.
    return html`<span class="code" dir="ltr"><span>${code.slice(0, 3)}</span><span>${code.slice(3)}</span></span>`;
  }
}

function isInDialog(element: Element): boolean {
  for (let node: Node | null = element; node; node = flatParent(node)) {
    if (node instanceof HTMLDialogElement) return true;
  }
  return false;
}

/** The parent in the flat tree, across slots and shadow roots. */
function flatParent(node: Node): Node | null {
  if (node instanceof Element && node.assignedSlot) return node.assignedSlot;
  return node.parentNode instanceof ShadowRoot ? node.parentNode.host : node.parentNode;
}

function renderRing(left: number, period: number) {
  return html`
    <svg class=${left <= 5 ? 'ring last' : 'ring'} viewBox="0 0 20 20" aria-hidden="true">
      <circle class="track" cx="10" cy="10" r="8" />
      <circle
        class="rest"
        cx="10"
        cy="10"
        r="8"
        transform="rotate(-90 10 10)"
        pathLength=${period}
        stroke-dasharray="${left} ${period}"
      />
    </svg>
  `;
}

const phoneIcon = html`
  <svg class="glyph" viewBox="0 0 20 20" aria-hidden="true">
    <rect x="5" y="1.75" width="10" height="16.5" rx="2.25" />
    <path d="M9 15.25h2" />
  </svg>
`;

const chevronIcon = html`
  <svg class="glyph chevron" viewBox="0 0 20 20" aria-hidden="true"><path d="m5 12.5 5-5 5 5" /></svg>
`;

const crossIcon = html`<svg class="glyph" viewBox="0 0 20 20" aria-hidden="true"><path d="m6 6 8 8m0-8-8 8" /></svg>`;

const scanIcon = html`
  <svg class="glyph" viewBox="0 0 20 20" aria-hidden="true">
    <path
      d="M3 7V4.5A1.5 1.5 0 0 1 4.5 3H7m6 0h2.5A1.5 1.5 0 0 1 17 4.5V7m0 6v2.5a1.5 1.5 0 0 1-1.5 1.5H13m-6 0H4.5A1.5 1.5 0 0 1 3 15.5V13m3-3h8"
    />
  </svg>
`;
