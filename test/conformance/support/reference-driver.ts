import type { Driver } from '../../../server/conformance/driver/driver.js';
import type { TestServer } from '../../server/support/test-server.js';
import { createAccount, visit, type Account } from '../../server/support/visitor.js';
import { origin } from '../../server/support/test-server.js';

/**
 * The reference server as the kit drives it: with a clock that moves, a look at the database, and restarts.
 *
 * @param required the ids of the accounts in which the server's rule requires 2FA
 */
export function referenceDriver(server: TestServer, required: Set<string>): Driver {
  return {
    async requireTwoFactor({ email }) {
      required.add((await server.accounts.find(String(email)))!.id);
    },
    createAccount: async () => ({ ...(await createAccount(server)) }),
    async signIn(account) {
      const browser = visit(server);
      const { status } = await browser.signIn(account as unknown as Account);
      if (status !== 200) throw new Error(`the sign-in answered ${status}`);
      return { headers: { origin, cookie: browser.cookie ?? '' } };
    },
    moveClock(seconds) {
      server.clock.advance(seconds);
      return Promise.resolve({ now: server.clock.now().toISOString() });
    },
    restart: () => server.restart(),
    async readStored() {
      const rows = await server.store.db.selectFrom('second_factors').selectAll().execute();
      return [JSON.stringify(rows), server.logs()];
    },
  };
}
