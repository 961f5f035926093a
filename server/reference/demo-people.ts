import { randomBytes, randomUUID } from 'node:crypto';
import type { App } from './app.js';

const people: readonly { email: string; hasTwoFactor: boolean }[] = [
  { email: 'alan@harmony.example', hasTwoFactor: false },
  { email: 'grace@harmony.example', hasTwoFactor: true },
  { email: 'katherine@harmony.example', hasTwoFactor: true },
  { email: 'tim@harmony.example', hasTwoFactor: false },
];

/** Others for the page of the administrator. Nobody knows their passwords and secrets, so that nobody signs in as one of them. */
export async function addDemoAccounts({ accounts, twoFactor }: Pick<App, 'accounts' | 'twoFactor'>): Promise<void> {
  for (const { email, hasTwoFactor } of people) {
    const account = await accounts.create(email, randomUUID(), new Date());
    // It is there since an earlier start, and stays as it is.
    if (!account || !hasTwoFactor) continue;
    await twoFactor.import({ accountId: account.id }, { secret: randomBytes(20) });
  }
}
