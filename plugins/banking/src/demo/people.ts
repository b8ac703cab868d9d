import type { DemoData } from '@stratacrm/sdk';
import { cny, ref, type Row } from './row.ts';

export const teams: NonNullable<DemoData['teams']> = [{ key: 'bank', name: '滨江分行 Riverside branch' }];

export const users: NonNullable<DemoData['users']> = [
  person('gu', 'gu.xiaolan', '顾晓岚', 'bank__relationship_manager', 'zh'),
  person('shen', 'shen.bowen', '沈博文', 'bank__relationship_manager', 'zh'),
  person('clarke', 'emma.clarke', 'Emma Clarke', 'bank__relationship_manager', 'en'),
  person('xu', 'xu.jingyi', '许静宜', 'bank__compliance', 'zh'),
  person('luo', 'luo.ming', '罗明', 'bank__controller', 'zh'),
];

function person(key: string, mail: string, name: string, role: string, locale: 'en' | 'zh') {
  return { key: `bank_${key}`, email: `${mail}@bank.example.com`, name, roles: [role], teams: ['bank'], locale };
}

export const officers: Row[] = [
  officer('gu', '顾晓岚', '滨江支行', 300_000),
  officer('shen', '沈博文', '滨江支行', 2_260_000),
  officer('clarke', 'Emma Clarke', '国际业务部 International', 260_000),
];

function officer(key: string, name: string, branch: string, target: number): Row {
  return { $key: key, name, branch, person: ref('user', `bank_${key}`), target: cny(target) };
}
