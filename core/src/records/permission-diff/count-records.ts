import type { AccessChangeOfPerson } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { ObjectPermission } from '../../access/access-profile.ts';
import type { Context } from '../../kernel/context.ts';
import type { Catalog } from '../../model/catalog.ts';
import { peopleWhere, personSlots } from '../explain/person-slots.ts';
import { systemSight } from '../sight/sight.ts';
import { memoryOf } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { rowPermission } from '../sql/row-permission.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';

/** A permission under the catalog it belongs to. */
export interface Held {
  catalog: Catalog;
  /** What the object is called there. */
  object: string;
  permission: ObjectPermission;
}

export interface CountQuestion {
  people: readonly { id: string; name: string }[];
  before: Held;
  after: Held;
  /** Only records from this id on: ids are in the order of time, so these are the newest. */
  from: string | null;
}

export interface Counted {
  gained: AccessChangeOfPerson[];
  lost: AccessChangeOfPerson[];
}

interface Row {
  id: string;
  name: string;
  gained: string;
  gained_sample: string[];
  lost: string;
  lost_sample: string[];
}

const SAMPLE = 3;

/**
 * Of each person how many living records his roles would let in and shut out: the records of the one rule except those of
 * the other, both compiled as they are for any read, in one statement for all people with the same roles.
 */
export async function countRecords(ctx: Context, question: CountQuestion): Promise<Counted> {
  const { before, after, people } = question;
  const [were, will] = [recordsOf(before, question.from), recordsOf(after, question.from)];
  const query = sql`select p.id::text, p.name,
      g.records as gained, g.sample as gained_sample, l.records as lost, l.sample as lost_sample
    from ${peopleWhere(sql`u.id = any(${given('people')}::uuid[])`)}
    cross join lateral (${except(will, were)}) as g
    cross join lateral (${except(were, will)}) as l`;
  const statement = compileStatement(query, memoryOf(before.catalog).names);
  const values = { people: people.map((person) => person.id), from: question.from };
  const { rows } = await runStatement<Row>(ctx, statement, values);
  return {
    gained: rows.flatMap(({ id, name, gained, gained_sample }) => changeOf(id, name, gained, gained_sample)),
    lost: rows.flatMap(({ id, name, lost, lost_sample }) => changeOf(id, name, lost, lost_sample)),
  };
}

function changeOf(id: string, name: string, records: string, sample: string[] | null): AccessChangeOfPerson[] {
  return records === '0' ? [] : [{ id, name, records: Number(records), sample: sample ?? [] }];
}

function except(some: RawBuilder<unknown>, others: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select count(*) as records, (array_agg(d.id::text))[1:${sql.lit(SAMPLE)}] as sample
    from (${some} except ${others}) as d`;
}

function recordsOf({ catalog, object, permission }: Held, from: string | null): RawBuilder<unknown> {
  const sight = { ...systemSight(catalog), slot: personSlots };
  const source = new RecordSource(sight, object, 'all').only('living');
  source.where(rowPermission(permission, source.unguarded));
  if (from !== null) source.where(sql`t.id >= ${given('from')}::uuid`);
  return sql`select t.id ${source.fromWhere()}`;
}
