import { rotateKeys, type Rotation } from '../../core/two-factor/rotate-keys.js';
import { readConfig } from '../config.js';
import { openStore } from '../../adapters/store/open-store.js';
import { program } from './program.js';

/** `npm run rotate-keys`: reseals all values by the first key of the ring, and says which keys can be removed. */
await program(async () => {
  const { databaseUrl, keys } = readConfig(process.env);
  const store = await openStore(databaseUrl);
  try {
    const rotation = await rotateKeys(store.secondFactors, keys, { onBatch: printProgress });
    for (const line of summary(rotation, keys.keyIds)) process.stdout.write(`${line}\n`);
    return rotation.unreadable.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
});

function printProgress({ accounts, resealed }: Rotation): void {
  process.stdout.write(`${accounts} accounts checked, ${resealed} resealed\n`);
}

function summary({ unreadable, valuesUnder }: Rotation, keyIds: readonly string[]): string[] {
  const [sealing = '', ...others] = keyIds;
  const unknown = [...valuesUnder.keys()].filter((id) => !keyIds.includes(id));
  return [
    `key ${sealing}: ${valuesUnder.get(sealing) ?? 0} values`,
    ...others.map((id) => {
      const values = valuesUnder.get(id) ?? 0;
      const verdict = values === 0 ? 'it may be removed from the ring now' : 'it has to stay in the ring';
      return `key ${id}: ${values} values, ${verdict}`;
    }),
    ...unknown.map((id) => `key ${id}: ${valuesUnder.get(id)} values, and the key is not in the ring`),
    ...unreadable.map((accountId) => `account ${accountId}: a value cannot be opened and stays as it is`),
  ];
}
