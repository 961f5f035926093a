import assert from 'node:assert/strict';
import { phone, type Phone } from './phone.js';
import type { Answer, Place, Visitor } from './visitor.js';

/** An authenticator, as the status lists it. */
export interface Listed {
  id: string;
  name: string;
  addedAt: string;
  lastUsedAt: string | null;
}

export interface Added {
  phone: Phone;
  id: string;
}

export function listed({ body }: Answer): Listed[] {
  return body['authenticators'] as Listed[];
}

/** Adds an authenticator in a session with a recent proof. The code of the current step is spent then, for this authenticator alone. */
export async function addAuthenticator(server: Place, browser: Visitor, name?: string): Promise<Added> {
  const begun = await browser.op('beginSetup', { mode: 'add' });
  assert.equal(begun.status, 201, begun.text);
  assert.deepEqual(begun.body['backupCodes'], []);
  const app = phone(begun.body['keyUri'] as string);
  const body = { code: app.code(server.clock.now()), id: begun.body['id'], ...(name !== undefined && { name }) };
  const confirmed = await browser.op('confirmSetup', body);
  assert.equal(confirmed.status, 200, confirmed.text);
  return { phone: app, id: listed(confirmed).at(-1)!.id };
}
