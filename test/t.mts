import { bundle, entries } from './support/bundle.js';
const b = await bundle(entries.bothTags, 'page');
for (const [p, t] of b.texts) if (/dialogs-|chunk-2|page.js/.test(p) ) { console.log(p, t.length, b.sizeOf(p)); if (/dialogs/.test(p)) console.log(t); }
