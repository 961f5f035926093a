/**
 * The globals that the browser runner gives a test file. Declared here by hand, since the runner bundles Mocha without its
 * types; `.only` and `.skip` are left out on purpose, so that a suite which runs in part does not compile.
 */
type TestBody = () => void | Promise<void>;

declare function describe(title: string, suite: () => void): void;
declare function it(title: string, test: TestBody): void;
declare function before(hook: TestBody): void;
declare function after(hook: TestBody): void;
declare function beforeEach(hook: TestBody): void;
declare function afterEach(hook: TestBody): void;
