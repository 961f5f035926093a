import { rotateKeys, type Rotation } from '../../core/two-factor/rotate-keys.js';
import { readConfig } from '../config.js';
import { openStore } from '../../adapters/store/open-store.js';
import { program } from './program.js';

/** `npm run rotate-keys`: seals everything under the first key of the ring, and says which keys may go. */
await program(async () => {
  const { databaseUrl, keys } = readConfig(process.env);
  const store = await openStore(databaseUrl);
  try {
    const rotation = await rotateKeys(store.secondFactors, keys, { onBatch: sayProgress });
    for (const line of summary(rotation, keys.keyIds)) process.stdout.write(`${line}\n`);
    return rotation.unreadable.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
});

function sayProgress({ accounts, resealed }: Rotation): void {
  process.stdout.write(`${accounts} accounts looked at, ${resealed} sealed anew\n`);
}

function summary({ unreadable, valuesUnder }: Rotation, keyIds: readonly string[]): string[] {
  const [sealing = '', ...others] = keyIds;
  const strangers = [...valuesUnder.keys()].filter((id) => !keyIds.includes(id));
  return [
    `key ${sealing}: ${valuesUnder.get(sealing) ?? 0} values`,
    ...others.map((id) => {
      const values = valuesUnder.get(id) ?? 0;
      const verdict = values === 0 ? 'it may be removed from the ring now' : 'it has to stay in the ring';
      return `key ${id}: ${values} values, ${verdict}`;
    }),
    ...strangers.map((id) => `key ${id}: ${valuesUnder.get(id)} values, and the ring lacks it`),
    ...unreadable.map((accountId) => `account ${accountId}: a value cannot be opened and stays as it is`),
  ];
}
