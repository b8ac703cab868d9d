import type { JsonValue } from '@stratacrm/sdk';
import type { HookedAction, HookedChange } from '../../model/write-hooks.ts';
import { unknownFieldIssue } from '../query/selection.ts';
import { readGiven } from './parse-values.ts';
import { isSound, soundEdits, type Write, type WriteBatch } from './write-batch.ts';

const ACTIONS: readonly HookedAction[] = ['create', 'update', 'delete'];

/** Plugins see the records as rules have left them, set values within the writer's rights, and refuse. */
export async function askPlugins(batch: WriteBatch): Promise<void> {
  const { hooks } = batch.ctx.catalog;
  if (hooks === undefined) return;
  const asked = ACTIONS.filter((action) => hooks.asks(batch.object.name, action));
  if (asked.length === 0) return;
  const edits = soundEdits(batch).filter((write) => asked.includes(write.action as HookedAction));
  const deletes = asked.includes('delete')
    ? batch.writes.filter((write) => write.action === 'delete' && isSound(write))
    : [];
  const changes = [...edits, ...deletes].map((write) => hooked(batch, write));
  if (changes.length > 0) await hooks.before(batch.ctx, batch.object.name, changes);
}

function hooked(batch: WriteBatch, write: Write): HookedChange {
  return {
    action: write.action as HookedAction,
    id: write.id,
    before: write.before,
    get after() {
      return write.after;
    },
    set: (name, value) => setValue(batch, write, name, value),
    refuse: (issue) => void write.issues.push(issue),
    warn: (issue) => void write.warnings.push(issue),
  };
}

function setValue(batch: WriteBatch, write: Write, name: string, value: JsonValue): void {
  const field = Object.hasOwn(batch.object.fields, name) ? batch.object.fields[name] : undefined;
  if (field === undefined || field.archived === true) {
    write.issues.push(unknownFieldIssue(batch.object, name, name));
    return;
  }
  const read = readGiven(batch, write, field, value);
  if ('issue' in read) write.issues.push(read.issue);
  else write.after[name] = read.value;
}
