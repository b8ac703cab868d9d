import type { HookOutput, HookRecord } from '@stratacrm/sdk';

/** The number of a member: the first letters of the name, and how long it is. One who has a number keeps it. */
export function numberMembers(records: readonly HookRecord[]): HookOutput {
  return records.map(({ after }) => {
    const name = String(after?.['name'] ?? '');
    return after?.['number'] ? null : { set: { number: `${name.slice(0, 3).toUpperCase()}-${name.length}` } };
  });
}
