import { findFaults } from './all-faults.js';

findFaults(1);
