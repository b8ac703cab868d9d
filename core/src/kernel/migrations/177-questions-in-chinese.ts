import { Migration } from '@mikro-orm/migrations';

/** What a question says in Chinese; empty where it was written only once. */
export class M0177QuestionsInChinese extends Migration {
  override up(): void {
    this.addSql(`alter table core.task
      add column title_zh text not null default '', add column instructions_zh text not null default ''`);
  }
}
