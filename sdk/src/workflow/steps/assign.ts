import { DONE, FAILED, type StepKind } from '../step-kind.ts';

export const assign = {
  name: 'assign',
  version: 1,
  label: { en: 'Assign', zh: '分配' },
  description: {
    en: 'Gives a record, or many, to one of several people: by turns, to who has least, by skill or by territory.',
    zh: '把一条或多条记录分配给合适的人：轮流、工作量最少、按技能或按区域。',
  },
  icon: 'user-plus',
  effect: 'records',
  settings: [
    {
      name: 'by',
      type: 'select',
      label: { en: 'How', zh: '分配方式' },
      options: [
        { value: 'round_robin', label: { en: 'By turns', zh: '轮流' } },
        { value: 'least_loaded', label: { en: 'To who has least', zh: '工作量最少者' } },
        { value: 'skill', label: { en: 'By skill, then by turns', zh: '按技能，再轮流' } },
        { value: 'territory', label: { en: 'By territory, then by turns', zh: '按区域，再轮流' } },
      ],
      default: 'round_robin',
      required: true,
    },
    {
      name: 'people',
      type: 'people',
      label: { en: 'To one of', zh: '分配给' },
      required: true,
      onlyIf: { setting: 'by', is: ['round_robin', 'least_loaded', 'skill'] },
    },
    {
      name: 'territories',
      type: 'territories',
      label: { en: 'Territories', zh: '区域' },
      help: { en: 'The first whose condition holds.', zh: '取第一个条件成立的区域。' },
      required: true,
      onlyIf: { setting: 'by', is: ['territory'] },
    },
    {
      name: 'skill',
      type: 'value',
      label: { en: 'Skill needed', zh: '所需技能' },
      help: {
        en: 'A text, or a list of which one is enough. Skills stand on the page of each user.',
        zh: '文本或列表（命中其一即可）。技能在用户页面维护。',
      },
      required: true,
      onlyIf: { setting: 'by', is: ['skill'] },
    },
    {
      name: 'record',
      type: 'record',
      label: { en: 'Record', zh: '记录' },
      help: { en: '`record` is the one that triggered the workflow.', zh: '`record` 表示触发工作流的记录。' },
      default: 'record',
    },
    {
      name: 'object',
      type: 'object',
      label: { en: 'Or many records of', zh: '或批量分配对象' },
      help: {
        en: 'Each record a filter finds is then assigned, all in one go.',
        zh: '选择后，将一次性分配符合条件的所有记录。',
      },
    },
    { name: 'filter', type: 'filter', of: 'object', label: { en: 'Which of them', zh: '哪些记录' } },
    {
      name: 'field',
      type: 'field',
      of: 'object',
      orOf: 'record',
      label: { en: 'Written into', zh: '写入字段' },
      default: 'owner',
      required: true,
    },
    {
      name: 'open',
      type: 'filter',
      of: 'object',
      orOf: 'record',
      label: { en: 'What counts as load', zh: '计入工作量的记录' },
      help: { en: 'Such as `stage != "won"`; empty: every record.', zh: '如 `stage != "won"`；留空则全部计入。' },
      onlyIf: { setting: 'by', is: ['least_loaded'] },
    },
    {
      name: 'away_too',
      type: 'boolean',
      label: { en: 'Also to those who are away', zh: '包括请假人员' },
    },
  ],
  outcomes: () => [DONE, { name: 'nobody', label: { en: 'If nobody is there', zh: '无人可分配时' } }, FAILED],
  results: ({ id }) => [
    { name: id, type: { type: 'ref', object: 'user' } },
    { name: `${id}_count`, type: { type: 'int' } },
  ],
} as const satisfies StepKind;
