import { URI } from 'otpauth';
import type { MemoryClient } from '../memory-client.js';

type Setup = Awaited<ReturnType<MemoryClient['beginSetup']>>;

/** Milliseconds. */
const timeStep = 30_000;

/**
 * Turns 2FA on with the code of the previous time step, so that the current one is not spent. Where a step begins before the code is
 * checked, the code is too old: then it tries once more.
 */
export function turnOn(client: MemoryClient): Promise<Setup> {
  return tryToTurnOn(client).catch(() => tryToTurnOn(client));
}

async function tryToTurnOn(client: MemoryClient): Promise<Setup> {
  const setup = await client.beginSetup();
  await client.confirmSetup({ code: URI.parse(setup.keyUri).generate({ timestamp: Date.now() - timeStep }) });
  return setup;
}
