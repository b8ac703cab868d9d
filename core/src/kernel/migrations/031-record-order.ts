import { Migration } from '@mikro-orm/migrations';

/**
 * How texts are sorted for people: Latin letters first, small and capital together, then Chinese by pinyin. One order for
 * readers of every language, so that one index serves them all. (The ICU locale `zh` alone puts Chinese first.)
 */
export class M0031RecordOrder extends Migration {
  override up(): void {
    this.addSql(`create collation core.reading (provider = icu, locale = 'zh-u-co-pinyin-kr-latn-hani')`);
  }
}
