/**
 * The globals of a test file in the browser runner, which bundles Mocha without types. `.only` and `.skip` are not declared, so
 * that a suite that runs in part does not compile.
 */
type TestBody = () => void | Promise<void>;

declare function describe(title: string, suite: () => void): void;
declare function it(title: string, test: TestBody): void;
declare function before(hook: TestBody): void;
declare function after(hook: TestBody): void;
declare function beforeEach(hook: TestBody): void;
declare function afterEach(hook: TestBody): void;
