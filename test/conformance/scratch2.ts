import { startStandIn } from './stand-in/server.js';
import { faultNames, type Fault } from './stand-in/faults.js';
import { runChecks } from '../../server/conformance/run/run.js';
import { checks } from '../../server/conformance/checks/index.js';
import { appendFileSync } from 'node:fs';
const [which = 'none', ...only] = process.argv.slice(2);
const list: (Fault | undefined)[] =
  which === 'none' ? [undefined] : which === 'all' ? [...faultNames] : (which.split('|') as Fault[]);
for (const fault of list) {
  const standIn = await startStandIn({ fault });
  const run = await runChecks({
    base: standIn.base,
    driver: standIn.driver,
    checks: checks.filter((c) => only.length === 0 || only.some((o) => c.id === o || c.group === o)),
    onResult: (r) => {
      if (which !== 'all' && r.outcome !== 'holds')
        console.log('   ', r.check.id, r.outcome, r.reason, r.evidence ?? '');
      else if (r.seconds > 1) console.log(r.check.id, r.seconds);
    },
  });
  const fails = run.results.filter((r) => r.outcome === 'fails').map((r) => r.check.id);
  const ns = run.results.filter((r) => r.outcome === 'not shown').map((r) => r.check.id + ' ' + r.reason);
  console.log(JSON.stringify({ fault, fails, ns, s: run.seconds, n: run.requests }));
  if (which === 'all')
    appendFileSync('/tmp/faults2.jsonl', JSON.stringify({ fault, fails, ns, s: run.seconds, n: run.requests }) + '\n');
  await standIn.close();
}
