import { defineObject, definePlugin, defineRole, field, label } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../src/access/access-profile.ts';
import { compileAccess } from '../src/access/compile-access.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from '../src/access/system-actor.ts';
import type { Database } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { createModel } from '../src/model/create-model.ts';
import { searchRecords } from '../src/records/search-records.ts';
import { refreshSearchIndex } from '../src/records/search/refresh-search-index.ts';
import { measure, type Measurement } from './measure.ts';

const RECORDS = Number(process.env['STRATA_BENCH_SEARCHED'] ?? 400_000);
const SECONDS = Number(process.env['STRATA_BENCH_SECONDS'] ?? 3);
const text = (name: string) => label(name, name);

const pack = definePlugin({
  id: 'bench',
  prefix: '',
  version: '1.0.0',
  label: text('Bench'),
  description: text('Bench'),
  documents: [
    ...defineObject('contact', {
      label: text('Contact'),
      plural: text('Contacts'),
      fields: {
        name: field.text(text('Name'), { required: true }),
        company: field.text(text('Company')),
        email: field.email(text('E-mail')),
      },
    }),
    defineRole({ name: 'all', label: text('All'), grants: { '*': { read: true } } }),
    defineRole({ name: 'own', label: text('Own'), grants: { '*': { read: 'record.owner == user.id' } } }),
  ],
});

const SURNAMES = Array.from('王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾');
const GIVEN = Array.from('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞鹏浩宇轩梓涵欣怡子晨');
const CITIES = ['上海', '北京', '深圳', '广州', '杭州', '成都', '武汉', '西安', '南京', '重庆'];
const TRADES = ['晨光', '远洋', '华润', '东方', '金鼎', '博雅', '天成', '恒信', '瑞丰', '同济'];
const KINDS = ['文具', '物流', '电子', '食品', '机械', '银行', '航空', '图书', '能源', '医药'];
const FIRST = ['Anna', 'Boris', 'Clara', 'David', 'Elena', 'Frank', 'Greta', 'Henry', 'Irina', 'Jonas'];
const LAST = ['Miller', 'Smith', 'Fischer', 'Johnson', 'Garcia', 'Rossi', 'Novak', 'Jansen', 'Kowalski', 'Andersen'];

/** The same number gives the same person. */
function personOf(n: number): { name: string; company: string; email: string } {
  const pick = <Item>(list: readonly Item[], step: number): Item => list[Math.floor(n / step) % list.length]!;
  const company = `${pick(CITIES, 7)}${pick(TRADES, 3)}${pick(KINDS, 11)}有限公司`;
  const name =
    n % 4 === 0
      ? `${pick(FIRST, 4)} ${pick(LAST, 40)}`
      : pick(SURNAMES, 1) + pick(GIVEN, 32) + (n % 3 === 0 ? pick(GIVEN, 1_280) : '');
  return { name, company, email: `person${n}@example.com` };
}

/** The search box over many records: p95 is what people wait for while they type. */
export async function benchSearch(database: Database): Promise<Measurement[]> {
  const model = await createModel({ database, log: createLog({ level: 'error' }) });
  try {
    await model.installPlugin({ actor: SYSTEM_ACTOR }, pack);
    const catalog = model.catalog();
    const base = { db: database, catalog, cause: { kind: 'api' }, locale: 'en', requestId: 'bench' } as const;
    const person = async (role: string): Promise<AccessContext> => {
      const id = v7();
      await database.query('insert into core."user" (id, name, email) values ($1, $2, $3)', [
        id,
        role,
        `${role}@x.test`,
      ]);
      const actor = { ...SYSTEM_ACTOR, kind: 'user', userId: id, roles: [role], name: role } as const;
      return { ...base, now: new Date(), actor, access: compileAccess(catalog, [role]) };
    };
    const [all, own] = [await person('all'), await person('own')];
    await fill(database, [all.actor.userId!, own.actor.userId!]);
    const began = performance.now();
    await refreshSearchIndex({ ...base, now: new Date(), actor: SYSTEM_ACTOR, access: SYSTEM_ACCESS });
    console.log(`indexed ${RECORDS} records in ${Math.round((performance.now() - began) / 1000)} s`);
    await database.query('vacuum analyze');
    return await benchSearches(all, own);
  } finally {
    await model.close();
  }
}

async function fill(database: Database, owners: readonly string[]): Promise<void> {
  const portion = 20_000;
  for (let from = 0; from < RECORDS; from += portion) {
    const people = Array.from({ length: Math.min(portion, RECORDS - from) }, (_, i) => {
      return { id: v7(), owner: owners[(from + i) % 50 === 0 ? 1 : 0], ...personOf(from + i) };
    });
    await database.query(
      `insert into crm.contact (id, owner, name, company, email, created_at, updated_at, version)
       select id, owner, name, company, email, now(), now(), 1
       from json_to_recordset($1::json) as r(id uuid, owner uuid, name text, company text, email text)`,
      [JSON.stringify(people)],
    );
  }
}

async function benchSearches(all: AccessContext, own: AccessContext): Promise<Measurement[]> {
  let n = 0;
  const one = () => personOf((n += 7919) % RECORDS);
  const searches: [name: string, search: () => Promise<unknown>][] = [
    ['a name, 张伟', () => searchRecords(all, one().name)],
    ['two characters, 晨光', () => searchRecords(all, '晨光')],
    ['initials, zw', () => searchRecords(all, 'zw')],
    ['initials, shcgwj', () => searchRecords(all, 'shcgwj')],
    ['letters, zhangwei', () => searchRecords(all, 'zhangwei')],
    ['an e-mail address', () => searchRecords(all, one().email)],
    ['two words', () => searchRecords(all, 'anna fischer')],
    ['a typo, kowalsky', () => searchRecords(all, 'kowalsky')],
    ['a typo, jonhson', () => searchRecords(all, 'jonhson')],
    ['nothing like it', () => searchRecords(all, 'qqqxzw')],
    ['row rule, 晨光', () => searchRecords(own, '晨光')],
    ['row rule, zhangwei', () => searchRecords(own, 'zhangwei')],
  ];
  const figures: Measurement[] = [];
  for (const [name, search] of searches)
    figures.push(await measure(name, search, { seconds: SECONDS, concurrency: 10 }));
  return figures;
}
