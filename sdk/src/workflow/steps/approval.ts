import { ASK_TIMES, LATE, RECALLED } from '../ask-settings.ts';
import type { StepKind } from '../step-kind.ts';

export const approval = {
  name: 'approval',
  version: 1,
  label: { en: 'Approval', zh: '审批' },
  description: {
    en: 'Asks people whether it may be so, and goes the way they decide.',
    zh: '请相关人员审批，并按审批结果继续。',
  },
  icon: 'stamp',
  effect: 'none',
  asksPeople: true,
  locks: true,
  settings: [
    {
      name: 'mode',
      type: 'select',
      label: { en: 'Who decides', zh: '审批方式' },
      options: [
        { value: 'one', label: { en: 'Any one of them', zh: '任一人（或签）' } },
        { value: 'all', label: { en: 'All of them', zh: '全部（会签）' } },
        { value: 'majority', label: { en: 'More than half of them', zh: '过半数' } },
        { value: 'chain', label: { en: 'Managers, one after the other', zh: '逐级上级' } },
      ],
      default: 'one',
      required: true,
    },
    {
      name: 'people',
      type: 'people',
      label: { en: 'Asked', zh: '审批人' },
      required: true,
      onlyIf: { setting: 'mode', is: ['one', 'all', 'majority'] },
    },
    {
      name: 'above',
      type: 'people',
      label: { en: 'Whose managers', zh: '谁的上级' },
      help: {
        en: 'Empty: those of whoever triggered the workflow.',
        zh: '留空则为触发工作流的用户。',
      },
      onlyIf: { setting: 'mode', is: ['chain'] },
    },
    {
      name: 'levels',
      type: 'integer',
      label: { en: 'Up to so many levels', zh: '最多几级' },
      min: 1,
      max: 10,
      default: 3,
      onlyIf: { setting: 'mode', is: ['chain'] },
    },
    {
      name: 'amount',
      type: 'value',
      label: { en: 'Amount', zh: '金额' },
      onlyIf: { setting: 'mode', is: ['chain'] },
    },
    {
      name: 'limits',
      type: 'amounts',
      label: { en: 'Each level may approve up to', zh: '各级审批限额' },
      help: {
        en: 'The chain ends at the first level whose limit is not below the amount.',
        zh: '到限额不低于金额的那一级为止。',
      },
      onlyIf: { setting: 'mode', is: ['chain'] },
    },
    { name: 'title', type: 'template', label: { en: 'What is asked for', zh: '审批标题' }, required: true },
    { name: 'instructions', type: 'template', label: { en: 'Instructions', zh: '说明' } },
    { name: 'record', type: 'record', label: { en: 'About the record', zh: '关联记录' }, default: 'record' },
    {
      name: 'fields',
      type: 'fields',
      of: 'record',
      label: { en: 'Shown of it', zh: '展示字段' },
      help: { en: 'None: its main fields.', zh: '不选则展示主要字段。' },
    },
    {
      name: 'lock',
      type: 'select',
      label: { en: 'Meanwhile the record', zh: '审批期间记录' },
      options: [
        { value: 'open', label: { en: 'may be changed', zh: '可修改' } },
        { value: 'approvers', label: { en: 'may be changed by those asked', zh: '仅审批人可修改' } },
        { value: 'locked', label: { en: 'is locked', zh: '锁定' } },
      ],
      default: 'open',
    },
    {
      name: 'comment',
      type: 'select',
      label: { en: 'A comment is needed', zh: '审批意见' },
      options: [
        { value: 'never', label: { en: 'never', zh: '选填' } },
        { value: 'rejecting', label: { en: 'to reject', zh: '驳回时必填' } },
        { value: 'always', label: { en: 'always', zh: '必填' } },
      ],
      default: 'rejecting',
    },
    { name: 'own', type: 'boolean', label: { en: 'Who asks may also decide', zh: '发起人可审批自己的申请' } },
    { name: 'single', type: 'boolean', label: { en: 'Only one at a time, not in bulk', zh: '不允许批量审批' } },
    {
      name: 'by_mail',
      type: 'boolean',
      label: { en: 'Can be decided from the e-mail', zh: '可在邮件中审批' },
      default: true,
    },
    ...ASK_TIMES,
  ],
  outcomes: () => [
    { name: 'approved', label: { en: 'Approved', zh: '同意' } },
    { name: 'rejected', label: { en: 'Rejected', zh: '驳回' } },
    LATE,
    RECALLED,
  ],
  results: ({ id }) => [
    { name: `${id}_by`, type: { type: 'ref', object: 'user' } },
    { name: `${id}_comment`, type: { type: 'text' } },
  ],
} as const satisfies StepKind;
