import { describeRows } from '../../../server/testing.js';
import { memoryRows, type Plant } from './memory-rows.js';

/** A program of its own: with a planted fault it has to fail. */
describeRows('rows in memory', () => Promise.resolve(memoryRows(process.env['PLANT'] as Plant | undefined)));
