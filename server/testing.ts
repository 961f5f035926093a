/** Proves rows of your own with the test runner of Node: `harmony-2fa/testing`. */
export { describeRows, type RowsUnderTest } from './testing/describe-rows.js';
