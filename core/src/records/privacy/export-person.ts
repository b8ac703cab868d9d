import { traitsOf, type FileValue, type JsonValue, type PersonalRecord } from '@stratacrm/sdk';
import type { Readable } from 'node:stream';
import type { AccessContext } from '../../access/access-profile.ts';
import { writeAudit } from '../../access/audit/write-audit.ts';
import { requireRight } from '../../access/people-context.ts';
import type { FileVault } from '../../kernel/files/file-vault.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { readChanges } from '../history/change-entry.ts';
import { loadUnguarded } from '../pipeline/load-current.ts';
import { systemSight } from '../sight/sight.ts';
import { storedFields } from '../store/field-column.ts';
import type { RecordState } from '../store/record-changes.ts';
import { loadTree, referring, type PersonTree } from './person-tree.ts';

const PORTION = 200;

/**
 * Everything kept of a person as JSON, in pieces: the chosen records and all they own with every field and every change, the
 * records that refer to them, and the contents of their files. Noted in the audit log before anything goes. Needs the right
 * `privacy`.
 */
export async function exportPerson(
  ctx: AccessContext,
  vault: FileVault,
  records: readonly PersonalRecord[],
): Promise<AsyncGenerator<string>> {
  requireRight(ctx, 'privacy');
  const trees: PersonTree[] = [];
  for (const record of records) trees.push(await loadTree(ctx, record));
  await note(ctx, records);
  return write(ctx, vault, trees);
}

async function note(ctx: AccessContext, records: readonly PersonalRecord[]): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    for (const { object, id } of records) {
      const subject = { kind: object, id, name: ctx.catalog.object(object).label.en };
      await writeAudit(tx, ctx, { action: 'person_exported', subject });
    }
  });
}

async function* write(ctx: AccessContext, vault: FileVault, trees: readonly PersonTree[]): AsyncGenerator<string> {
  const head = { exported_at: ctx.now.toISOString(), by: { id: ctx.actor.userId, name: ctx.actor.name } };
  yield `${JSON.stringify(head).slice(0, -1)},"records":[`;
  let between = '\n';
  for (const tree of trees) {
    for (const [object, states] of tree) {
      for (const state of states) {
        yield between;
        between = ',\n';
        yield* writeRecord(ctx, vault, object, state, tree);
      }
    }
  }
  yield '\n]}\n';
}

async function* writeRecord(
  ctx: AccessContext,
  vault: FileVault,
  object: CatalogObject,
  state: RecordState,
  tree: PersonTree,
): AsyncGenerator<string> {
  const id = String(state['id']);
  yield `{"object":${JSON.stringify(object.name)},"record":${JSON.stringify(state)},"history":[`;
  yield* writeHistory(ctx, object, id);
  yield `],"referred_by":[`;
  yield* writeReferring(ctx, object, id, tree);
  yield `],"files":[`;
  yield* writeFiles(vault, object, state);
  yield ']}';
}

async function* writeHistory(ctx: AccessContext, object: CatalogObject, id: string): AsyncGenerator<string> {
  const sight = systemSight(ctx.catalog);
  let before: { version: string } | null = null;
  for (let first = true; ;) {
    const entries: Awaited<ReturnType<typeof readChanges>> = await readChanges(
      ctx,
      sight,
      object.name,
      id,
      before,
      PORTION,
    );
    for (const { entry } of entries) {
      yield `${first ? '' : ','}${JSON.stringify(entry)}`;
      first = false;
    }
    if (entries.length < PORTION) return;
    before = { version: String(entries.at(-1)!.entry.version) };
  }
}

/** Activities and whatever else points to the record, less what it owns, which stands by itself. */
async function* writeReferring(
  ctx: AccessContext,
  object: CatalogObject,
  id: string,
  tree: PersonTree,
): AsyncGenerator<string> {
  let first = true;
  for (const { object: name, field } of object.incoming) {
    if (!ctx.catalog.has(name)) continue;
    const other = ctx.catalog.object(name);
    const owned = new Set(tree.get(other)?.map((state) => state['id']));
    const ids = (await referring(ctx, other, field, [id])).filter((each) => !owned.has(each));
    for (let at = 0; at < ids.length; at += PORTION) {
      for (const state of await loadUnguarded(ctx, other, 'living', ids.slice(at, at + PORTION))) {
        yield `${first ? '' : ','}${JSON.stringify({ object: name, by: field.name, record: state })}`;
        first = false;
      }
    }
  }
}

async function* writeFiles(vault: FileVault, object: CatalogObject, state: RecordState): AsyncGenerator<string> {
  let between = '';
  for (const field of storedFields(object)) {
    const file = (state[field.name] ?? null) as unknown as FileValue | null;
    if (!traitsOf(field).file || file === null) continue;
    const facts = JSON.stringify({ field: field.name, ...(file as unknown as { [key: string]: JsonValue }) });
    yield `${between}${facts.slice(0, -1)},"base64":"`;
    const content = await vault.store.read(file.id, null);
    if (content !== null) yield* base64(content);
    yield '"}';
    between = ',';
  }
}

/** Three bytes make four letters, so pieces are cut at every third. */
async function* base64(content: Readable): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const piece of content as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    yield bytes.subarray(0, whole).toString('base64');
  }
  yield rest.toString('base64');
}
