import { once } from 'node:events';
import { openStore } from '../../../server/adapters/store/open-store.js';

/** Opens each file that it is told of on standard input, and says how that went: several of these open one at once. */
process.stdout.write('ready\n');
for (;;) {
  const [line] = (await once(process.stdin, 'data')) as [Buffer];
  try {
    await (await openStore(line.toString().trim())).close();
    process.stdout.write('opened\n');
  } catch (error) {
    process.stdout.write(`${(error as { code?: string }).code} ${String(error)}\n`);
  }
}
