import type { Failure } from '../../widget/client/index.js';
import type { ElementState } from './element-state.js';
import { setup, statusOn } from './sample-messages.js';

export const unreachable: Failure = { code: 'unreachable' };
export const on = (remaining = 10): ElementState => ({ answers: { status: statusOn(remaining) } });
export const noCodes = { ...setup, backupCodes: [] };
