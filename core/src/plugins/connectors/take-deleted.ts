import type { JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { writeRecords } from '../../records/write-records.ts';
import { NO_PROGRESS, type Progress } from './connector-runs.ts';
import type { FieldMapping } from './field-mapping.ts';
import { findLinked } from './find-linked.ts';
import { keyText } from './take-page.ts';

/** What is gone outside, and what is to be done about it here. */
export interface GoneRows {
  keys: readonly JsonValue[];
  /** Records that are to be left as they are. */
  leave: ReadonlySet<string>;
  /** Whether what is gone there goes here. */
  deletes: boolean;
}

/** Records of which the other side says that they are gone go into the recycle bin; what is not known here is nothing to be done about. */
export async function takeDeleted(
  ctx: AccessContext,
  object: string,
  { key }: FieldMapping,
  { keys, leave, deletes }: GoneRows,
): Promise<Progress> {
  const progress: Progress = { ...NO_PROGRESS, read: keys.length, errors: [] };
  const found = await findLinked(ctx, { ...key, via: { object, field: key.field } }, keys);
  const going = new Map<string, JsonValue>();
  found.forEach((linked, at) => {
    if ('issue' in linked && linked.issue.code !== 'linked_record_missing') {
      const { code, params = {} } = linked.issue;
      progress.failed++;
      progress.errors.push({ key: keyText(keys[at]), record: null, field: key.field.name, code, params });
    } else if ('issue' in linked || linked.id === null || going.has(linked.id)) progress.unchanged++;
    else if (!deletes || leave.has(linked.id)) progress.kept++;
    else going.set(linked.id, keyText(keys[at]));
  });
  if (going.size === 0) return progress;
  const requests = [...going.keys()].map((id) => ({ action: 'delete' as const, id }));
  const outcomes = await writeRecords(ctx, object, requests, { mode: 'partial' });
  outcomes.forEach(({ issues }, at) => {
    const record = requests[at]!.id;
    if (issues.length === 0) progress.deleted++;
    else progress.failed++;
    for (const { path, code, params = {} } of issues)
      progress.errors.push({ key: going.get(record) ?? null, record, field: path === '' ? null : path, code, params });
  });
  return progress;
}
