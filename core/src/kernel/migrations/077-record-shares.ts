import { Migration } from '@mikro-orm/migrations';

/** Records handed to a person or a team by hand, beside what their roles let them see. */
export class M0077RecordShares extends Migration {
  override up(): void {
    this.addSql(`
      create table core.record_share (
        id uuid primary key,
        -- The id of the object's document, which a rename keeps; no foreign key, as with all that is kept beside records.
        object_id uuid not null,
        record_id uuid not null,
        -- A user or a team.
        subject uuid not null,
        subject_kind text not null check (subject_kind in ('user', 'team')),
        level text not null check (level in ('read', 'edit')),
        reason text not null default '',
        expires_at timestamptz,
        created_at timestamptz not null,
        created_by uuid,
        unique (record_id, subject)
      )`);
    this.addSql('create index record_share_subject_idx on core.record_share (subject, object_id, record_id)');
    // Whom a share must name to reach this person: himself, his teams, the teams he manages and all beneath them.
    this.addSql(`
      create function core.subjects_of(person uuid) returns uuid[] language sql stable as $$
        with recursive managed as (
          select t.id from core.team t where t.manager = person and t.deleted_at is null
          union
          select t.id from core.team t join managed m on t.parent = m.id where t.deleted_at is null
        )
        select array(
          select person union select team_id from core.user_team where user_id = person union select id from managed
        )
      $$`);
    this.addSql(`
      create function core.count_shares(person uuid, most integer) returns integer language sql stable as $$
        select count(*)::integer from (
          select from core.record_share s
          where s.subject = any(core.subjects_of(person)) and (s.expires_at is null or s.expires_at > now())
          limit most
        ) as found
      $$`);
  }
}
