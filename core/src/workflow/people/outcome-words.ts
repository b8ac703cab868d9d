import type { Locale } from '@stratacrm/sdk';

/** How a task ended, in words. */
export const OUTCOMES: Record<Locale, Record<string, string>> = {
  en: { approved: 'Approved', rejected: 'Rejected', done: 'Done', late: 'Too late: nobody answered in time' },
  zh: { approved: '已同意', rejected: '已驳回', done: '已完成', late: '已超时：无人及时处理' },
};
