import { rotateKeys, type Rotation } from '../../core/two-factor/rotate-keys.js';
import { readConfig } from '../config.js';
import { openStore } from '../../adapters/store/open-store.js';
import { program } from './program.js';

/** `npm run rotate-keys`: reseals all values by the first key of the ring, and says which keys can be removed. */
await program(async () => {
  const { databaseUrl, keys } = readConfig(process.env);
  const store = await openStore(databaseUrl, { create: false });
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

function summary(rotation: Rotation, keyIds: readonly string[]): string[] {
  const { unreadable, valuesUnder } = rotation;
  const [sealing = '', ...others] = keyIds;
  const unknown = [...valuesUnder.keys()].filter((id) => !keyIds.includes(id));
  return [
    `key ${sealing}: ${valuesUnder.get(sealing) ?? 0} values`,
    ...others.map((id) => {
      const values = valuesUnder.get(id) ?? 0;
      return `key ${id}: ${values} values, ${verdict(values, rotation)}`;
    }),
    ...unknown.map((id) => `key ${id}: ${valuesUnder.get(id)} values, and the key is not in the ring`),
    ...unreadable.map((accountId) => `account ${accountId}: a value cannot be opened and stays as it is`),
  ];
}

/** What may become of a key with this many values, which is not the first of the ring. */
function verdict(values: number, { unreadable, recoveriesUntil }: Rotation): string {
  if (values > 0) return 'it has to stay in the ring';
  if (unreadable.length > 0) {
    const accounts = `${unreadable.length} ${unreadable.length === 1 ? 'account' : 'accounts'}`;
    return `it has to stay in the ring: ${accounts} that cannot be read may need it`;
  }
  if (recoveriesUntil === null) return 'it may be removed from the ring now';
  return `it may be removed from the ring after ${recoveriesUntil.toISOString()}: until then a link that stops a recovery may need it`;
}
