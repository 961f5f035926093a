import { startTestRunner, type TestResult, type TestSession, type TestSuiteResult } from '@web/test-runner';
import { engines, findEngines } from './all.js';
import { featureIn, unsupported } from './unsupported.js';

/**
 * Runs every test of the elements in every engine, then prints what each engine ran, what it left out and why. Fails when an
 * engine is not installed, and when an engine leaves out another number of tests than unsupported.ts says.
 */
process.env['ENGINES'] ??= Object.keys(engines).join(',');
try {
  // Without this check the runner prints a stack trace.
  await findEngines();
} catch (error) {
  process.stderr.write(`test:engines: ${(error as Error).message}\n`);
  process.exit(1);
}

const runner = await startTestRunner({ autoExitProcess: false });
runner?.on('stopped', (passed) => {
  const faults = runner.browserNames.flatMap((name) =>
    summarise(
      name,
      [...runner.sessions.all()].filter(({ browser }) => browser.name === name),
    ),
  );
  for (const fault of faults) process.stderr.write(`test:engines: ${fault}\n`);
  process.exit(passed && faults.length === 0 ? 0 : 1);
});

/** Prints the results of an engine; returns the differences from the table. */
function summarise(engine: string, sessions: TestSession[]): string[] {
  const tests = sessions.flatMap(({ testResults }) => (testResults ? testsOf(testResults) : []));
  const skipped = tests.filter((test) => test.skipped).map(({ name }) => name);
  const passed = tests.filter((test) => test.passed).length;
  const failed = tests.length - skipped.length - passed;
  process.stdout.write(`${engine}: ${passed} passed, ${failed} failed, ${skipped.length} left out\n`);

  const faults = skipped
    .filter((name) => !unsupported[engine]?.[featureIn(name)!])
    .map((name) => `${engine} left out “${name}” without a reason in the table`);
  for (const [feature, { reason, tests: expected }] of Object.entries(unsupported[engine] ?? {})) {
    const count = skipped.filter((name) => featureIn(name) === feature).length;
    process.stdout.write(`  ${count} need ${feature}: ${reason}\n`);
    if (count !== expected) faults.push(`${engine} left out ${count} tests that need ${feature}, expected ${expected}`);
  }
  if (passed === 0) faults.push(`${engine} ran no test`);
  return faults;
}

function testsOf({ tests, suites }: TestSuiteResult): TestResult[] {
  return [...tests, ...suites.flatMap(testsOf)];
}
