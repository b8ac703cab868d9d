import { expect, test } from 'vitest';
import { ungroupedActions } from './audit-groups.ts';

test('every action of the audit log is in a group', () => {
  expect(ungroupedActions()).toEqual([]);
});
