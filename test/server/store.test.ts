import { storeSuite } from './support/store-suite.js';
import { createDatabase } from './support/test-database.js';

storeSuite(createDatabase);
