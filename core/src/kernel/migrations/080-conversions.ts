import { Migration } from '@mikro-orm/migrations';

/** The field types there were when a column's shape was its storage alone. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'long_text', 'select', 'color', 'email', 'phone', 'url', 'auto_number'],
  bigint: ['integer', 'duration', 'rating'],
  decimal: ['decimal', 'percent'],
  boolean: ['boolean'],
  date: ['date'],
  time: ['time'],
  timestamptz: ['datetime'],
  text_array: ['multi_select', 'tags'],
  jsonb: ['geolocation', 'json'],
  money: ['currency'],
  text_and_value: ['rich_text', 'person_name', 'address'],
};

/** A field that changes its type keeps the former column and what did not convert; the work can be taken up again. */
export class M0080Conversions extends Migration {
  override up(): void {
    for (const [storage, types] of Object.entries(TYPES)) this.addSql(nameTypes(storage, types));
    this.addSql(`
      create table core.conversion (
        field_id uuid primary key,
        -- What is converted to what, by which settings; another definition begins anew.
        definition text not null,
        -- The last record of the last chunk.
        position uuid not null default '00000000-0000-0000-0000-000000000000',
        done bigint not null default 0,
        total bigint not null default 0
      )`);
    this.addSql(`
      create table core.conversion_mark (
        seq bigint generated always as identity primary key,
        field_id uuid not null,
        -- Written while its field is being converted.
        record_id uuid not null
      )`);
    this.addSql('create index conversion_mark_field_idx on core.conversion_mark (field_id, seq)');
    this.addSql(`
      create table core.kept_value (
        field_id uuid not null,
        -- The column that still has the value.
        shape text not null,
        record_id uuid not null,
        -- The field's type then.
        type text not null,
        value text not null,
        -- Why it did not convert: code and parameters.
        issue jsonb not null,
        release integer not null,
        primary key (field_id, shape, record_id)
      )`);
    this.addSql(`
      create table core.publish_intent (
        single boolean primary key default true check (single),
        request jsonb not null,
        -- Of the layers, as they were: another draft is not what was to be published.
        revisions jsonb not null
      )`);
  }
}

/** The type that the field last had of those that were kept so. */
function nameTypes(storage: string, types: readonly string[]): string {
  const names = types.map((type) => `'${type}'`).join(', ');
  return `
    update core.physical_column c set shape = '${storage}:' || found.type
    from (
      select distinct on (id) id, type
      from core.release r
      cross join lateral jsonb_path_query(r.documents, '$[*].document ? (@.kind == "field")') as d
      cross join lateral (select (d ->> 'id')::uuid as id, d ->> 'type' as type) as field
      where type in (${names})
      order by id, r.number desc
    ) as found
    where c.shape = '${storage}' and c.document_id = found.id`;
}
