import { columns, defineObject, field, items, label } from '@stratacrm/sdk';
import { momentCards } from '../view-types.ts';

/** One moment of a journey, and how it felt. */
export const touchpoint = defineObject('air__touchpoint', {
  label: label('Touchpoint', '体验触点'),
  plural: label('Touchpoints', '体验触点'),
  description: label(
    'What a passenger experienced, from booking to the days after.',
    '旅客从订票到行程结束后的每一次体验。',
  ),
  icon: 'route',
  nameField: 'title',
  navOrder: 35,
  timeline: { at: 'at', title: 'kind', body: 'comment' },
  fields: {
    title: field.text(label('Title', '标题'), { max_length: 200 }),
    kind: field.select(label('Touchpoint', '触点'), 'air__touchpoint_kind', { required: true }),
    member: field.reference(label('Member', '会员'), 'contact', { required: true, on_delete: 'cascade' }),
    segment: field.reference(label('Segment', '航段'), 'air__segment', { on_delete: 'clear' }),
    flight: field.reference(label('Flight', '航班'), 'air__flight', { on_delete: 'clear' }),
    at: field.datetime(label('When', '时间'), { required: true }),
    score: field.rating(label('Score', '评分'), { stars: 5, required: true }),
    comment: field.longText(label('In his own words', '旅客原话')),
    told_by: field.select(label('Told by', '来源'), 'lead_source'),
  },
  layouts: {
    air__touchpoint_record: {
      label: label('Touchpoint', '体验触点'),
      head: ['kind', 'score', 'member', 'flight'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('kind', 'score', 'member', 'segment', 'flight', 'at', 'told_by', 'title', ['comment', 2]),
        },
      ],
      related: [
        {
          id: 'recoveries',
          object: 'air__recovery',
          via: 'touchpoint',
          fields: ['subject', 'status', 'points', 'owner'],
        },
      ],
      create: ['kind', 'score', 'member', 'segment', 'comment', 'told_by'],
    },
  },
  views: {
    air__touchpoint_all: {
      label: label('All touchpoints', '全部触点'),
      order: 10,
      type: 'table',
      columns: columns(['title', 200], 'kind', 'score', ['member', 140], 'flight', 'at', ['comment', 260]),
      sort: '-at',
    },
    air__touchpoint_by_kind: {
      label: label('Where it hurts', '体验短板'),
      order: 20,
      type: 'table',
      columns: columns(['title', 200], 'score', ['member', 140], 'flight', 'at', ['comment', 260]),
      sort: 'score,-at',
      group_by: 'kind',
      totals: [{ field: 'score', function: 'avg' }],
    },
    air__touchpoint_said: {
      label: label('What passengers say', '旅客怎么说'),
      order: 30,
      type: 'declared',
      columns: columns(['comment', 260], 'kind', 'score', ['member', 140], 'flight', 'at'),
      filter: 'comment != null',
      sort: '-at',
      declared: {
        view_type: momentCards.name,
        parts: {
          said: 'comment',
          moment: 'kind',
          colour: 'kind',
          score: 'score',
          who: 'member',
          where: 'flight',
          when: 'at',
        },
      },
    },
  },
  rules: {
    air__touchpoint_when: {
      type: 'default',
      label: label('Now, unless said otherwise', '默认当前时间'),
      field: 'at',
      on: 'create',
      value: 'now()',
    },
  },
});
