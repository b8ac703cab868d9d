import type { Issue, JsonObject, JsonValue } from '@stratacrm/sdk';
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
  const changes = [...edits, ...deletes].map((write) => new HookedWrite(batch, write));
  if (changes.length > 0) await hooks.before(batch.ctx, batch.object.name, changes);
}

/** A class, for of a large batch there are many at a time: closures for each were ten times as much to keep. */
class HookedWrite implements HookedChange {
  readonly #batch: WriteBatch;
  readonly #write: Write;

  constructor(batch: WriteBatch, write: Write) {
    this.#batch = batch;
    this.#write = write;
  }

  get action(): HookedAction {
    return this.#write.action as HookedAction;
  }

  get id(): string {
    return this.#write.id;
  }

  get before(): JsonObject | null {
    return this.#write.before;
  }

  get after(): JsonObject {
    return this.#write.after;
  }

  set(name: string, value: JsonValue): void {
    setValue(this.#batch, this.#write, name, value);
  }

  refuse(issue: Issue): void {
    this.#write.issues.push(issue);
  }

  warn(issue: Issue): void {
    this.#write.warnings.push(issue);
  }
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
