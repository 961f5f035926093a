import { startTestRunner, type TestResult, type TestSession, type TestSuiteResult } from '@web/test-runner';
import { engines, findEngines } from './all.js';
import { lacks, needIn } from './lacks.js';

/**
 * Every test of the elements in every engine, and then what each of them ran, what it left out and why. Fails when an
 * engine is not installed, and when more or fewer tests are left out than lacks.ts says.
 */
process.env['ENGINES'] ??= Object.keys(engines).join(',');
try {
  // The runner would answer with a stack.
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

/** Prints what an engine did; returns what is not as the table has it. */
function summarise(engine: string, sessions: TestSession[]): string[] {
  const tests = sessions.flatMap(({ testResults }) => (testResults ? testsOf(testResults) : []));
  const skipped = tests.filter((test) => test.skipped).map(({ name }) => name);
  const passed = tests.filter((test) => test.passed).length;
  const failed = tests.length - skipped.length - passed;
  process.stdout.write(`${engine}: ${passed} passed, ${failed} failed, ${skipped.length} left out\n`);

  const faults = skipped
    .filter((name) => !lacks[engine]?.[needIn(name)!])
    .map((name) => `${engine} left out “${name}”, and nothing says why`);
  for (const [need, lack] of Object.entries(lacks[engine] ?? {})) {
    const count = skipped.filter((name) => needIn(name) === need).length;
    process.stdout.write(`  ${count} without ${need}: ${lack.because}\n`);
    if (count !== lack.tests) faults.push(`${engine} left out ${count} without ${need}, where ${lack.tests} are known`);
  }
  if (passed === 0) faults.push(`${engine} ran nothing`);
  return faults;
}

function testsOf({ tests, suites }: TestSuiteResult): TestResult[] {
  return [...tests, ...suites.flatMap(testsOf)];
}
