import { afterAll } from 'vitest';
import { closeAll } from './file-end.ts';

// vitest runs this before each file of tests.
afterAll(closeAll);
