import { silentLog } from '../../../server/core/log.js';
import { createTwoFactor, parseKeyRing, type TwoFactor, type TwoFactorOptions } from '../../../server/index.js';
import { cheapArgon2, type TestServer } from './test-server.js';

/** The use cases over the database, the keys and the clock of a server, as another process has them. */
export function twoFactorOf(server: TestServer, options: Partial<TwoFactorOptions> = {}): TwoFactor {
  return createTwoFactor({
    store: server.store.secondFactors,
    keys: parseKeyRing(server.keys),
    issuer: 'Harmony',
    clock: server.clock.now,
    hash: cheapArgon2.derive,
    log: silentLog,
    ...options,
  });
}
