import { Migration } from '@mikro-orm/migrations';

/** Files that were uploaded, and the records that hold them. Their contents are in the file store, by their id. */
export class M0074Files extends Migration {
  override up(): void {
    // Written before its content is stored and removed after it, so that no content is ever left that no row knows.
    this.addSql(`
      create table core.file (
        id uuid primary key,
        name text not null,
        size bigint not null check (size > 0),
        type text not null,
        hash bytea not null,
        width integer,
        height integer,
        stored boolean not null default false,
        uploaded_by uuid not null,
        uploaded_at timestamptz not null default now(),
        object text,
        record_id uuid,
        field_id uuid,
        released_at timestamptz,
        condemned_at timestamptz,
        check ((record_id is null) = (field_id is null)),
        check (released_at is null or record_id is not null)
      )`);
    this.addSql('create index file_record_idx on core.file (record_id) where record_id is not null');
    this.addSql('create index file_pending_idx on core.file (uploaded_by, uploaded_at) where record_id is null');
    this.addSql('create index file_released_idx on core.file (released_at) where released_at is not null');
    this.addSql('create index file_condemned_idx on core.file (condemned_at) where condemned_at is not null');
  }
}
