import { startServer } from '../server/support/test-server.js';
import { referenceDriver } from './reference-driver.js';
import { runChecks } from '../../server/conformance/run/run.js';
import { checks } from '../../server/conformance/checks/index.js';
const only = process.argv.slice(2);
const server = await startServer();
const run = await runChecks({
  base: `${server.url}/api/2fa`,
  driver: referenceDriver(server),
  checks: checks.filter((c) => only.length === 0 || only.some((o) => c.id === o || c.group === o)),
  onResult: (r) => {
    if (r.outcome !== 'holds' || r.seconds > 2)
      console.log(r.check.id, r.outcome, r.reason, r.seconds.toFixed(1), r.evidence ?? '');
  },
});
console.log(run.results.length, run.requests, run.seconds);
await server.close();
