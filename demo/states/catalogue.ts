/** The states of each element that a person sees. The tests, the pictures, the playground and the documentation show these. */
export { challengeStates } from './challenge-states.js';
export { devicesStates } from './devices-states.js';
export type { ElementState } from './element-state.js';
export { enrolmentStates } from './enrolment-states.js';
export { setupStates } from './setup-states.js';
export { stepUpStates } from './step-up-states.js';
