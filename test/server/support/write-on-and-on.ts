import { openStore } from '../../../server/adapters/store/open-store.js';
import { writeWithoutPause } from './write-without-pause.js';

/** Writes to the store that is named first, as often as is said second, says each account, and ends without closing anything. */
const [url = '', count = 'Infinity'] = process.argv.slice(2);
const store = await openStore(url);
await writeWithoutPause(store.secondFactors, Number(count), (account) => process.stdout.write(`${account}\n`));
