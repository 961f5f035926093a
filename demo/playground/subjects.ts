import { MemoryClient, type MemoryAccount } from '../memory-client.js';
import { createBackupCodes } from '../memory/backup-codes.js';
import { lesserClient, type MissingPart } from '../memory/lesser-client.js';
import { turnOn } from '../memory/turn-on.js';
import {
  challengeStates,
  devicesStates,
  enrolmentStates,
  setupStates,
  stepUpStates,
  type ElementState,
} from '../states/catalogue.js';
import { lead } from '../states/lead.js';
import { scriptedClient } from '../states/scripted-client.js';

export type Tag = keyof typeof makers;

/** Creates each element with a back end in memory, or with an example value. */
const makers = {
  async 'harmony-2fa-setup'(missing: ReadonlySet<MissingPart>) {
    const element = document.createElement('harmony-2fa-setup');
    element.product = 'Acme';
    element.client = lesserClient(backEnd(), missing);
    return Promise.resolve(element);
  },
  async 'harmony-2fa-challenge'(missing: ReadonlySet<MissingPart>) {
    const element = document.createElement('harmony-2fa-challenge');
    const client = backEnd();
    await turnOn(client);
    client.passFirstFactor();
    element.client = lesserClient(client, missing);
    return element;
  },
  async 'harmony-2fa-step-up'(missing: ReadonlySet<MissingPart>) {
    const element = document.createElement('harmony-2fa-step-up');
    const client = backEnd();
    const { keyUri } = await turnOn(client);
    document.querySelector('harmony-demo-phone')?.link(keyUri);
    element.client = lesserClient(client, missing);
    return element;
  },
  async 'harmony-2fa-devices'(missing: ReadonlySet<MissingPart>) {
    const element = document.createElement('harmony-2fa-devices');
    element.client = lesserClient(backEnd(), missing);
    return Promise.resolve(element);
  },
  async 'harmony-2fa-enrolment'(missing: ReadonlySet<MissingPart>) {
    const element = document.createElement('harmony-2fa-enrolment');
    element.product = 'Acme';
    const client = backEnd({ since: '2026-11-01T00:00:00.000Z', graceEndsAt: null });
    client.passFirstFactor();
    element.client = lesserClient(client, missing);
    return Promise.resolve(element);
  },
  async 'harmony-2fa-code-input'() {
    return Promise.resolve(document.createElement('harmony-2fa-code-input'));
  },
  async 'harmony-2fa-backup-codes'() {
    const element = document.createElement('harmony-2fa-backup-codes');
    element.product = 'Acme';
    element.codes = createBackupCodes();
    return Promise.resolve(element);
  },
  async 'harmony-2fa-qr-code'() {
    const element = document.createElement('harmony-2fa-qr-code');
    element.value = 'otpauth://totp/Acme:ada%40acme.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Acme';
    return Promise.resolve(element);
  },
};

export const tags = Object.keys(makers) as Tag[];

/** @param missing what the back end in memory lacks */
export function make(tag: Tag, missing: ReadonlySet<MissingPart>): Promise<HTMLElement> {
  return makers[tag](missing);
}

/** The states of the catalogue in which the playground shows a tag. */
export function statesOf(tag: Tag): Readonly<Record<string, ElementState>> {
  return statesByTag[tag] ?? {};
}

const statesByTag: Partial<Record<Tag, Readonly<Record<string, ElementState>>>> = {
  'harmony-2fa-setup': setupStates,
  'harmony-2fa-challenge': challengeStates,
  'harmony-2fa-step-up': stepUpStates,
  'harmony-2fa-devices': devicesStates,
  'harmony-2fa-enrolment': enrolmentStates,
};

/** Brings an element of one of these tags to a state. The steps have English names, so it speaks English until then. */
export async function bringTo(element: HTMLElement, state: ElementState): Promise<void> {
  element.lang = 'en';
  Object.assign(element, { client: scriptedClient(state), ...state.page });
  await lead(element, state.steps);
  element.removeAttribute('lang');
}

function backEnd(required?: MemoryAccount['required']): MemoryClient {
  return new MemoryClient({
    issuer: 'Acme',
    account: 'ada@acme.example',
    password: 'demo',
    latency: 250,
    ...(required && { required }),
  });
}

/** An editable property, read from the class, so that the list is complete. */
export interface Editable {
  name: string;
  kind: 'text' | 'number' | 'flag' | 'json';
  /** Null without an attribute. */
  attribute: string | null;
}

interface Declaration {
  state?: boolean;
  attribute?: boolean | string;
  type?: unknown;
}

/** Every public reactive property except those that are code. */
export function editables(element: HTMLElement): Editable[] {
  const { elementProperties } = element.constructor as unknown as { elementProperties: Map<string, Declaration> };
  return [...elementProperties]
    .filter(([name, { state }]) => !state && name !== 'client' && name !== 'onBefore')
    .map(([name, { attribute, type }]) => ({
      name,
      kind:
        attribute === false
          ? jsonOrText(element, name)
          : type === Boolean
            ? 'flag'
            : type === Number
              ? 'number'
              : 'text',
      attribute: attribute === false ? null : typeof attribute === 'string' ? attribute : name.toLowerCase(),
    }));
}

function jsonOrText(element: HTMLElement, name: string): 'json' | 'text' {
  return typeof (element as unknown as Record<string, unknown>)[name] === 'string' ? 'text' : 'json';
}
