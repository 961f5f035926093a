import { isFault } from '../stand-in/faults.js';
import { startStandIn } from '../stand-in/server.js';

/** A driver module, as a user of the kit writes one: it starts the stand-in in its own process. */
const { STAND_IN_PORT: port = '0', STAND_IN_FAULT: fault = '', STAND_IN_CLOCK: clock } = process.env;
const standIn = await startStandIn({
  port: Number(port),
  hasRealClock: clock === 'real',
  ...(isFault(fault) && { fault }),
});

export const { createAccount, signIn, moveClock, readStored, restart, secondInstance, requireTwoFactor } =
  standIn.driver;
export const close = (): Promise<void> => standIn.close();
