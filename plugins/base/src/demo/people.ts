import type { DemoData } from '@stratacrm/sdk';

/** A firm at work in two languages: who and what is Chinese is written in Chinese, the rest in English, nothing in both. */
export const teams: NonNullable<DemoData['teams']> = [
  { key: 'sales', name: 'Sales' },
  { key: 'east', name: '华东销售部', parent: 'sales', manager: 'chen_jing' },
  { key: 'abroad', name: 'International sales', parent: 'sales', manager: 'david_miller' },
  { key: 'service', name: '客户服务部' },
];

export const users: NonNullable<DemoData['users']> = [
  {
    key: 'chen_jing',
    email: 'chen.jing@example.com',
    name: '陈静',
    roles: ['sales_manager'],
    teams: ['east'],
    locale: 'zh',
  },
  {
    key: 'li_wei',
    email: 'li.wei@example.com',
    name: '李伟',
    roles: ['sales_representative'],
    teams: ['east'],
    locale: 'zh',
  },
  {
    key: 'zhou_min',
    email: 'zhou.min@example.com',
    name: '周敏',
    roles: ['sales_representative'],
    teams: ['east'],
    locale: 'zh',
  },
  {
    key: 'david_miller',
    email: 'david.miller@example.com',
    name: 'David Miller',
    roles: ['sales_manager'],
    teams: ['abroad'],
    locale: 'en',
  },
  {
    key: 'anna_novak',
    email: 'anna.novak@example.com',
    name: 'Anna Novak',
    roles: ['sales_representative'],
    teams: ['abroad'],
    locale: 'en',
  },
  {
    key: 'wang_lei',
    email: 'wang.lei@example.com',
    name: '王磊',
    roles: ['service_agent'],
    teams: ['service'],
    locale: 'zh',
  },
  {
    key: 'sophie_martin',
    email: 'sophie.martin@example.com',
    name: 'Sophie Martin',
    roles: ['marketer'],
    locale: 'en',
  },
];

/** Sellers in turn: who owns the nth record. */
const SELLERS = ['administrator', 'li_wei', 'zhou_min', 'anna_novak', 'chen_jing', 'david_miller'];

export function seller(index: number): { $ref: string } {
  return { $ref: `user/${SELLERS[index % SELLERS.length]}` };
}
