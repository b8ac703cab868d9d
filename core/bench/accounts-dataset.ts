import type { Database } from '../src/kernel/database.ts';

/** Who the benchmarks ask as, beside the administrator: teams of five people, among whom all records are shared out. */
export interface People {
  /** Ids of all owners; the first is the representative. */
  readonly owners: readonly string[];
}

const SURNAMES = Array.from('王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾');
const GIVEN = Array.from('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞鹏浩宇轩梓涵欣怡子晨');
const CITIES = ['上海', '北京', '深圳', '广州', '杭州', '成都', '武汉', '西安', '南京', '重庆'];
const TRADES = ['晨光', '远洋', '华润', '东方', '金鼎', '博雅', '天成', '恒信', '瑞丰', '同济'];
const KINDS = ['文具', '物流', '电子', '食品', '机械', '银行', '航空', '图书', '能源', '医药'];
const FIRST = ['Anna', 'Boris', 'Clara', 'David', 'Elena', 'Frank', 'Greta', 'Henry', 'Irina', 'Jonas'];
const LAST = ['Miller', 'Smith', 'Fischer', 'Johnson', 'Garcia', 'Rossi', 'Novak', 'Jansen', 'Kowalski', 'Andersen'];
const WORDS = ['Acme', 'Global', 'Northern', 'United', 'Pacific', 'Prime', 'Silver', 'Summit', 'Harbour', 'Orient'];
const TRADES_EN = ['Energy', 'Partners', 'Logistics', 'Books', 'Foods', 'Systems', 'Bank', 'Airways', 'Tools', 'Media'];
const INDUSTRIES = ['manufacturing', 'technology', 'retail', 'finance', 'medical', 'energy', 'logistics', 'services'];

/** The same number gives the same company, contact and owner. Three contacts for each account. */
export async function fillAccounts(database: Database, accounts: number, { owners }: People): Promise<void> {
  await database.query(
    `insert into crm.account (id, name, type, industry, key_account, phone, email, website, employees,
       annual_revenue, annual_revenue__currency, annual_revenue__base, credit_days, customer_since, country, province,
       city, address, postal_code, description, owner, created_at, created_by, updated_at, updated_by, version)
     select uuidv7(i.at - now()), case when n % 3 = 0 then ${pick(WORDS, 'n')} || ' ' || ${pick(TRADES_EN, 'n / 10')} || ' ' || n
         else ${pick(CITIES, 'n / 7')} || ${pick(TRADES, 'n / 3')} || ${pick(KINDS, 'n / 11')} || '有限公司 ' || n end,
       (array['prospect', 'customer', 'partner', 'supplier'])[1 + n % 4], ${pick(INDUSTRIES, 'n * 7 / 3')}, n % 9 = 0,
       '+86138' || lpad((n * 7919 % 100000000)::text, 8, '0'), 'office' || n || '@example.com', 'https://example.com/' || n,
       n::bigint * 31 % 5000, n::bigint * 7919 % 1000000, 'CNY', n::bigint * 7919 % 1000000, n % 90, '2000-01-01'::date + n % 9000,
       'China', ${pick(CITIES, 'n / 5')}, ${pick(CITIES, 'n / 7')}, n || ' Nanjing Road', (100000 + n % 899999)::text,
       case when n % 4 = 0 then 'Met at the trade fair, interested in the larger model; call again in spring.' end,
       ($2::uuid[])[1 + n % cardinality($2::uuid[])], i.at, null, i.at, null, 1
     from generate_series(1, $1::integer) as n, lateral (select now() - (n * 15 || ' minutes')::interval as at) as i`,
    [accounts, owners],
  );
  await database.query(
    `insert into crm.contact (id, name, account, job_title, department, mobile, email, do_not_contact, owner,
       created_at, created_by, updated_at, updated_by, version)
     select uuidv7(i.at - now()), case when n % 4 = 0 then ${pick(FIRST, 'n / 4')} || ' ' || ${pick(LAST, 'n / 40')}
         else ${pick(SURNAMES, 'n')} || ${pick(GIVEN, 'n / 32')} || case when n % 3 = 0 then ${pick(GIVEN, 'n / 1280')} else '' end end,
       a.id, (array['Manager', '经理', 'Engineer', '采购', 'Director'])[1 + n % 5], null,
       '+86139' || lpad((n::bigint * 7919 % 100000000)::text, 8, '0'), 'person' || n || '@example.com', false, a.owner, i.at, null, i.at, null, 1
     from (select id, owner, row_number() over (order by id) as place from crm.account) as a,
       lateral generate_series(a.place * 3 - 2, a.place * 3) as s(m), lateral (select m::integer as n) as c,
       lateral (select now() - (n * 5 || ' minutes')::interval as at) as i`,
  );
  for (const object of ['account', 'contact']) await logCreation(database, object);
}

/** One of the words, always the same for the same number. */
function pick(words: readonly string[], number: string): string {
  return `(array[${words.map((word) => `'${word}'`).join(', ')}])[1 + (${number})::bigint % ${words.length}]`;
}

/** What a write would have left: an entry of the change log for each record. */
async function logCreation(database: Database, object: string): Promise<void> {
  await database.query(
    `insert into core.change_log (id, at, object, record_id, version, action, actor, cause, release, request_id, changes)
     select uuidv7(created_at - now()), created_at, $1, id, 1, 'create', owner, 'import', 1, 'bench',
       jsonb_build_object('name', jsonb_build_array(null, name), 'owner', jsonb_build_array(null, owner))
     from crm.${object}`,
    [object],
  );
}
