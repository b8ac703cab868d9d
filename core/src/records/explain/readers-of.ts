import { StrataError, type Label, type RecordReader, type Verb } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { compileAccess } from '../../access/compile-access.ts';
import { requireVisible } from '../history/visible-record.ts';
import { mayShare } from '../sharing/may-share.ts';
import { readerSight } from '../sight/sight.ts';
import { memoryOf } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { readingBy } from './inquiry.ts';
import { peopleWhere, personSlots } from './person-slots.ts';

/** The most that are told; a record that more people see is seen by nearly everybody. */
const MOST = 500;

/**
 * Everybody who can see a living record, by which of his roles and which shares: one statement for each role. For whoever
 * may share the record or manages users; throws `share_not_yours` for others.
 */
export async function readersOf(ctx: AccessContext, object: string, id: string): Promise<RecordReader[]> {
  const sees = ctx.access.right('manage_users') ? await requireVisible(ctx, object, id) : null;
  if (sees === null && (await mayShare(ctx, object, id)) === null) throw new StrataError('share_not_yours');
  const readers = new Map<string, RecordReader>();
  for (const role of ctx.catalog.roles.values()) {
    if (role.archived === true) continue;
    for (const person of await peopleBy(ctx, role.name, 'read', object, id))
      reader(readers, person).roles.push({ role: role.name, label: role.label });
    for (const person of await peopleBy(ctx, role.name, 'update', object, id)) reader(readers, person).edit = true;
  }
  await addShares(ctx, object, id, readers);
  return [...readers.values()]
    .filter((each) => each.roles.length + each.shares.length > 0)
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, MOST);
}

interface Person {
  id: string;
  name: string;
}

function reader(readers: Map<string, RecordReader>, { id, name }: Person): RecordReader {
  const known = readers.get(id) ?? { id, name, roles: [] as { role: string; label: Label }[], shares: [], edit: false };
  readers.set(id, known);
  return known;
}

/** Whom this one role lets do this with the record, of all who have it. */
async function peopleBy(ctx: AccessContext, role: string, verb: Verb, object: string, id: string): Promise<Person[]> {
  const access = compileAccess(ctx.catalog, [role]);
  const permission = access.permission(object, verb);
  if (permission.kind === 'no') return [];
  const sight = { ...readerSight(ctx.catalog, readingBy(access, permission, verb)), slot: personSlots };
  if (sight.model.objects[object] === undefined) return [];
  const source = new RecordSource(sight, object).only('living').where(sql`t.id = ${given('id')}::uuid`);
  const holders = sql`exists (select from core.user_role r where r.user_id = u.id and r.role = ${role})
    and (u.portal_record is null or ${sql.lit(ctx.catalog.roles.get(role)?.portal === true)})`;
  const query = sql`select p.id::text, p.name from ${peopleWhere(holders)} where exists (select ${source.fromWhere()})`;
  const statement = compileStatement(query, memoryOf(ctx.catalog).names);
  return (await runStatement<Person>(ctx, statement, { id })).rows;
}

/** A share counts for those whose roles open the object. */
async function addShares(ctx: AccessContext, object: string, id: string, readers: Map<string, RecordReader>) {
  const { rows } = await ctx.db.query<Person & { share: string; level: string; roles: string[] }>(
    `select u.id::text, u.name, s.id::text as share, s.level,
       array(select role from core.user_role r where r.user_id = u.id) as roles
     from core.record_share s join core."user" u on s.subject = any(core.subjects_of(u.id))
     where s.record_id = $1 and (s.expires_at is null or s.expires_at > now()) and u.active and u.deleted_at is null`,
    [id],
  );
  for (const { share, level, roles, ...person } of rows) {
    const access = compileAccess(ctx.catalog, roles);
    if (access.permission(object, 'read').kind === 'no') continue;
    const known = reader(readers, person);
    known.shares.push(share);
    if (level === 'edit' && access.permission(object, 'update').kind !== 'no') known.edit = true;
  }
}
