/** For programs and pages that show the promises, and for the types of a driver. */
export { checks } from './checks/index.js';
export type { Check, Level } from './checks/check.js';
export type { Driver, DriverAccount, DriverSession } from './driver/driver.js';
export { groups, promises, type Group, type ProtocolPromise } from './promises/index.js';
