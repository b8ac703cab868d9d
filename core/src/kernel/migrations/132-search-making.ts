import { Migration } from '@mikro-orm/migrations';

/** How far the search index of an object has come while it is made anew, so that people are told and it goes on from there. */
export class M0132SearchMaking extends Migration {
  override up(): void {
    this.addSql(`
      alter table core.search_state
        -- For which fields it is being made; null when it is made.
        add column making text[],
        -- The last record of the last batch.
        add column position uuid not null default '00000000-0000-0000-0000-000000000000',
        add column done bigint not null default 0,
        add column total bigint not null default 0`);
  }
}
