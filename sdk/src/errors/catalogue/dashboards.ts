import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of dashboards and their tiles. Append-only. */
export const dashboardErrors = {
  unknown_dashboard: {
    status: 404,
    title: { en: 'There is no such dashboard', zh: '没有该仪表板' },
    detail: {
      en: 'There is no dashboard "{name}" that you may see.{suggestion}',
      zh: '没有您可查看的仪表板“{name}”。{suggestion}',
    },
  },
  tile_not_readable: {
    status: 403,
    title: { en: 'Not for your eyes', zh: '无权查看' },
    detail: {
      en: 'This tile is made of records or fields that you may not read. Ask an administrator if you need it.',
      zh: '此磁贴包含您无权查看的记录或字段。如有需要，请联系管理员。',
    },
  },
  tile_too_slow: {
    status: 503,
    title: { en: 'This takes too long', zh: '计算时间过长' },
    detail: {
      en: 'It was not ready within {seconds} seconds. Choose a shorter period, or narrow its filter.',
      zh: '{seconds} 秒内未能完成。请缩短时间范围或收窄筛选条件。',
    },
  },
  unknown_filter: {
    status: 422,
    title: { en: 'There is no such filter', zh: '没有该筛选器' },
    detail: {
      en: 'The dashboard has no filter "{name}".{suggestion}',
      zh: '该仪表板没有筛选器“{name}”。{suggestion}',
    },
  },
  not_a_period: {
    status: 422,
    title: { en: 'Not a period', zh: '不是有效的时间范围' },
    detail: {
      en: '"{value}" is no period. Write one such as this_quarter, or first and last day as 2026-01-01..2026-03-31.',
      zh: '“{value}”不是有效的时间范围。可写 this_quarter 等名称，或起止日期 2026-01-01..2026-03-31。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
