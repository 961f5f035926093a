import { fixture, html, waitUntil } from '@open-wc/testing';
import type { LitElement } from 'lit';
import type { ProofRequest } from '../../widget/client/step-up.js';
import type { TwoFactorClient } from '../../widget/client/two-factor-client.js';
import '../../widget/elements/challenge/harmony-2fa-challenge.js';
import '../../widget/elements/devices/harmony-2fa-devices.js';
import '../../widget/elements/enrolment/harmony-2fa-enrolment.js';
import '../../widget/elements/setup/harmony-2fa-setup.js';
import '../../widget/elements/step-up/harmony-2fa-step-up.js';
import { FakeClient, type Operation } from './fake-client.js';

export type Tag = keyof HTMLElementTagNameMap & `harmony-2fa-${string}`;
export type ElementOf<T extends Tag> = HTMLElementTagNameMap[T];

// Find elements as a person or a screen reader does, through every shadow root and slot. Testing libraries do not follow slots.

/** Every rendered node below a node, in the order of the page; slotted content is at its slot. */
export function rendered(node: Node): Node[] {
  return childrenOf(node).flatMap((child) => [child, ...rendered(child)]);
}

function childrenOf(node: Node): Node[] {
  if (node instanceof Element && node.shadowRoot) return [...node.shadowRoot.childNodes];
  if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0) return node.assignedNodes();
  return [...node.childNodes];
}

export function elementsIn(root: Node): HTMLElement[] {
  return rendered(root).filter(
    (node): node is HTMLElement => node instanceof HTMLElement || node instanceof SVGElement,
  );
}

export function isVisible(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}

/** The visible text, with the spaces of a page. It includes texts for screen readers only. */
export function textOf(root: Node): string {
  const texts = rendered(root).filter((node) => {
    const parent = node.parentElement ?? (node.parentNode as ShadowRoot | null)?.host;
    return node.nodeType === Node.TEXT_NODE && parent && parent.localName !== 'style' && isVisible(parent);
  });
  return tidy(texts.map((node) => node.textContent).join(' '));
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ([.,:])/g, '$1')
    .trim();
}

export function nameOf(element: Element): string {
  const labelled = element.getAttribute('aria-labelledby');
  if (labelled) return textOf((element.getRootNode() as ShadowRoot).getElementById(labelled) ?? element);
  const label = element.getAttribute('aria-label');
  if (label) return label;
  if (element instanceof HTMLInputElement) return textOf(element.labels?.[0] ?? element);
  return textOf(element);
}

const selectors = {
  button: 'button, [role=button]',
  link: 'a[href]',
  field: 'input:not([type=checkbox])',
  checkbox: 'input[type=checkbox]',
  heading: 'h1, h2, h3, h4',
  image: '[role=img]',
  dialog: 'dialog[open]',
  alert: '[role=alert]',
  status: '[role=status]',
};

export type Role = keyof typeof selectors;

export function findAll(root: Node, role: Role): HTMLElement[] {
  return elementsIn(root).filter((element) => element.matches(selectors[role]) && isVisible(element));
}

/** The innermost element that has the focus. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Not an assertion of the library, which prints the whole page to describe two elements. */
export async function expectFocusOn(element: Element): Promise<void> {
  await until(() => focused() === element, `${describeElement(element)} does not get the focus`);
}

function describeElement(element: Element | null): string {
  return element ? `<${element.localName}> “${nameOf(element).slice(0, 60)}”` : 'nothing';
}

// Wait

/** One turn of the event loop, so that pending tasks run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

export function until(condition: () => unknown, message: string): Promise<void> {
  return waitUntil(() => Boolean(condition()), message, { interval: 10, timeout: 15_000 });
}

// Act as a person does

/** Inserts a text at the caret by the browser's own editing, with its events. */
export function insertText(text: string): void {
  if (!document.execCommand('insertText', false, text)) throw new Error('No editable element has the focus');
}

/** Replaces the value of a field. */
export function fill(field: HTMLInputElement, text: string): void {
  field.focus();
  field.select();
  if (text === '') document.execCommand('delete');
  else insertText(text);
}

export interface Recorded {
  type: string;
  event: Event & Record<string, unknown>;
}

const eventTypes = [
  'enabled',
  'disabled',
  'replaced',
  'authenticators-changed',
  'backup-codes-renewed',
  'verified',
  'cancelled',
  'signed-out',
  'failed',
].map((name) => `harmony-2fa-${name}`);

let listening = new AbortController();

/** Records the events of the elements in order. It listens on the body, so it misses events that do not bubble or are not composed. */
export function recordEvents(): Recorded[] {
  const recorded: Recorded[] = [];
  for (const type of eventTypes) {
    const listener = (event: Event) => {
      recorded.push({ type: type.replace('harmony-2fa-', ''), event: event as Recorded['event'] });
    };
    document.body.addEventListener(type, listener, listening);
  }
  return recorded;
}

afterEach(() => {
  listening.abort();
  listening = new AbortController();
});

export class ElementDriver<E extends LitElement> {
  constructor(readonly element: E) {}

  /** The element, or the top dialog while one is open, because a person cannot reach what is behind it. */
  get scope(): HTMLElement {
    return this.dialogs.at(-1) ?? this.element;
  }

  get dialogs(): HTMLElement[] {
    return findAll(this.element, 'dialog');
  }

  /** The name of the top dialog; empty without one. */
  get dialogName(): string {
    return this.dialogs.length > 0 ? nameOf(this.scope) : '';
  }

  get text(): string {
    return textOf(this.scope);
  }

  /** The errors on the screen. */
  get alert(): string {
    return tidy(
      findAll(this.scope, 'alert')
        .map((element) => textOf(element))
        .join(' '),
    );
  }

  find(role: Role, name: string): HTMLElement | undefined {
    return findAll(this.scope, role).find((element) => nameOf(element) === name);
  }

  has(role: Role, name: string): boolean {
    return this.find(role, name) !== undefined;
  }

  get(role: Role, name: string): HTMLElement {
    const found = this.find(role, name);
    if (found) return found;
    const names = findAll(this.scope, role).map((element) => nameOf(element));
    throw new Error(`There is no ${role} “${name}” among: ${names.join(' | ')}`);
  }

  field(label: string): HTMLInputElement {
    return this.get('field', label) as HTMLInputElement;
  }

  button(name: string): HTMLButtonElement {
    return this.get('button', name) as HTMLButtonElement;
  }

  async sees(text: string | RegExp): Promise<void> {
    const seen = () => (typeof text === 'string' ? this.text.includes(text) : text.test(this.text));
    await until(seen, `“${String(text)}” is not visible`);
  }

  async seesDialog(name: string): Promise<void> {
    await until(() => this.dialogName === name, `the dialog “${name}” does not open`);
  }

  async seesNoDialog(): Promise<void> {
    await until(() => this.dialogs.length === 0, 'the dialog does not close');
  }

  async seesError(text: string): Promise<void> {
    await until(() => this.alert.includes(text), `no error says “${text}”`);
  }

  /** Waits until a button is enabled, focuses it and clicks it. */
  async press(name: string): Promise<void> {
    const usable = () => this.find('button', name)?.matches(':not(:disabled, [aria-disabled=true])');
    await until(usable, `there is no button “${name}” to press`);
    this.button(name).focus();
    this.button(name).click();
    await turn();
  }

  async type(label: string, text: string): Promise<void> {
    await until(() => this.find('field', label), `there is no field “${label}”`);
    fill(this.field(label), text);
    await turn();
  }
}

/** Mounts an element without a template, because a template would read the properties' values. */
async function mount<T extends Tag>(tag: T, properties: Partial<ElementOf<T>>): Promise<ElementOf<T>> {
  const element = Object.assign(document.createElement(tag), { lang: 'en' }, properties);
  (await fixture(html`<div></div>`)).append(element);
  await turn();
  return element;
}

/** An element calls the back end in its first update, after it is on the page. */
async function waitForCall(client: TwoFactorClient, operation: Operation): Promise<void> {
  if (client instanceof FakeClient && client[operation])
    await until(() => client.times(operation) > 0, `${operation} is not called`);
  await turn();
}

/** What a page sets on the set-up. */
type SetupPage = Partial<Pick<ElementOf<'harmony-2fa-setup'>, 'readonly' | 'onBefore'>>;

export class SetupDriver extends ElementDriver<ElementOf<'harmony-2fa-setup'>> {
  static async open(client: TwoFactorClient, page: SetupPage = {}): Promise<SetupDriver> {
    const element = await mount('harmony-2fa-setup', { client, ...page });
    await waitForCall(client, 'status');
    return new SetupDriver(element);
  }

  /** Opens the dialog with the QR code. */
  static async enrolling(client: TwoFactorClient): Promise<SetupDriver> {
    const driver = await SetupDriver.open(client);
    await driver.openSetUp();
    return driver;
  }

  /** Presses “Enable 2FA”, and again in the dialog that explains it. */
  async confirmEnabling(): Promise<void> {
    await this.press('Enable 2FA');
    await this.seesDialog('Enable two-factor authentication?');
    await this.press('Enable 2FA');
  }

  async confirmDisabling(): Promise<void> {
    await this.press('Disable 2FA');
    await this.seesDialog('Disable two-factor authentication?');
    await this.press('Disable 2FA');
  }

  /** A button of the list of authenticators: the first “Rename” is that of the first authenticator. */
  listedButton(name: 'Rename' | 'Remove', index: number): HTMLElement | undefined {
    return findAll(this.scope, 'button').filter((button) => nameOf(button) === name)[index];
  }

  /** Presses it, and returns it when its dialog is open. */
  async pressListed(name: 'Rename' | 'Remove', index: number): Promise<HTMLElement> {
    await until(() => this.listedButton(name, index), `no button “${name}”`);
    const button = this.listedButton(name, index)!;
    button.focus();
    button.click();
    await until(() => this.dialogs.length > 0, 'no dialog opens');
    return button;
  }

  async openSetUp(): Promise<void> {
    await this.confirmEnabling();
    await this.seesDialog('Set Up Two-Factor Authentication');
  }

  get codeField(): HTMLInputElement {
    return this.field('Enter verification code');
  }

  get savedBox(): HTMLInputElement {
    return this.get('checkbox', 'I have saved my backup codes') as HTMLInputElement;
  }

  async typeCode(code: string): Promise<void> {
    await this.type('Enter verification code', code);
  }

  async tick(): Promise<void> {
    this.savedBox.click();
    await turn();
  }

  /** The listed codes, in their order. */
  get listedCodes(): string[] {
    return elementsIn(this.scope)
      .filter((element) => element.matches('li code') && isVisible(element))
      .map((element) => textOf(element));
  }

  /** Enters six digits and ticks the box. */
  async complete(code = '123456'): Promise<void> {
    await this.typeCode(code);
    if (!this.savedBox.checked) await this.tick();
  }

  async verify(code = '123456'): Promise<void> {
    await this.complete(code);
    await this.press('Verify');
  }
}

export class ChallengeDriver extends ElementDriver<ElementOf<'harmony-2fa-challenge'>> {
  static async open(client: TwoFactorClient, options: { noAutoSubmit?: boolean } = {}): Promise<ChallengeDriver> {
    const element = await mount('harmony-2fa-challenge', { client, ...options });
    await waitForCall(client, 'readChallenge');
    return new ChallengeDriver(element);
  }

  get codeField(): HTMLInputElement {
    return this.field('Enter the 6-digit code from your authenticator app');
  }

  async typeCode(code: string): Promise<void> {
    await this.type('Enter the 6-digit code from your authenticator app', code);
  }
}

export class StepUpDriver extends ElementDriver<ElementOf<'harmony-2fa-step-up'>> {
  /** What the calls of `prove` have ended with, in this order: the answer, or the name of the error. */
  readonly outcomes: (boolean | string)[] = [];

  static async open(client: TwoFactorClient): Promise<StepUpDriver> {
    return new StepUpDriver(await mount('harmony-2fa-step-up', { client }));
  }

  /** Opens the dialog. */
  static async asking(client: TwoFactorClient, request?: ProofRequest): Promise<StepUpDriver> {
    const driver = await StepUpDriver.open(client);
    driver.prove(request);
    await driver.seesDialog("Confirm it's you");
    return driver;
  }

  prove(request?: ProofRequest): void {
    this.element.prove(request).then(
      (proved) => this.outcomes.push(proved),
      (error: unknown) => this.outcomes.push((error as Error).name),
    );
  }

  /** Waits until this many calls have ended. @returns the last outcome */
  async ended(calls = 1): Promise<boolean | string> {
    await until(() => this.outcomes.length >= calls, 'prove() does not end');
    return this.outcomes.at(-1)!;
  }

  get codeField(): HTMLInputElement {
    return this.field('Enter verification code');
  }

  async typeCode(code: string): Promise<void> {
    await this.type('Enter verification code', code);
  }
}

export class DevicesDriver extends ElementDriver<ElementOf<'harmony-2fa-devices'>> {
  static async open(client: TwoFactorClient): Promise<DevicesDriver> {
    const element = await mount('harmony-2fa-devices', { client });
    await waitForCall(client, 'devices');
    return new DevicesDriver(element);
  }

  /** The rows, as a person reads them: `Chrome on Windows`, with the name of the button. */
  get rows(): { name: string; detail: string; current: boolean; button: string | null }[] {
    return elementsIn(this.element)
      .filter((one) => one.part.contains('device'))
      .map((row) => {
        const part = (name: string) => elementsIn(row).find((one) => one.part.contains(name));
        const button = part('button');
        return {
          name: textOf(part('name')!),
          detail: textOf(part('detail')!),
          current: part('badge') !== undefined,
          button: button ? nameOf(button) : null,
        };
      });
  }

  /** Presses the button in the row of a device. */
  async pressIn(name: string, button: string): Promise<void> {
    const row = elementsIn(this.element).find((one) => one.part.contains('device') && textOf(one).includes(name))!;
    const found = findAll(row, 'button').find((one) => nameOf(one) === button)!;
    found.focus();
    found.click();
    await turn();
  }
}

export class EnrolmentDriver extends ElementDriver<ElementOf<'harmony-2fa-enrolment'>> {
  static async open(client: TwoFactorClient): Promise<EnrolmentDriver> {
    const element = await mount('harmony-2fa-enrolment', { client });
    await waitForCall(client, 'status');
    return new EnrolmentDriver(element);
  }

  get codeField(): HTMLInputElement {
    return this.field('Enter verification code');
  }

  /** Enters six digits and ticks the box. */
  async complete(code = '123456'): Promise<void> {
    await this.type('Enter verification code', code);
    const box = this.get('checkbox', 'I have saved my backup codes') as HTMLInputElement;
    if (!box.checked) box.click();
    await turn();
  }

  async verify(code = '123456'): Promise<void> {
    await this.complete(code);
    await this.press('Verify');
  }
}
