import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of trying workflows out: dry runs, replays over the past, tests. Append-only. */
export const trialErrors = {
  trial_too_long: {
    status: 422,
    title: { en: 'The trial goes on and on', zh: '试运行步骤过多' },
    detail: {
      en: 'It was ended after {steps} steps. Let "For each" find fewer records.',
      zh: '已在 {steps} 个步骤后终止，请让“逐条处理”匹配更少的记录。',
    },
  },
  unknown_replay: {
    status: 404,
    title: { en: 'No such replay', zh: '没有该回放' },
    detail: { en: 'There is no replay "{id}". It may have been cleared away.', zh: '没有回放“{id}”，可能已被清理。' },
  },
  replay_under_way: {
    status: 409,
    title: { en: 'A replay is under way', zh: '回放正在进行' },
    detail: {
      en: 'This workflow is being replayed already. Wait for it, or cancel it.',
      zh: '该工作流正在回放，请等待完成或先取消。',
    },
  },
  nothing_to_replay: {
    status: 422,
    title: { en: 'Nothing in the past begins it', zh: '过去没有可触发的事件' },
    detail: {
      en: 'Nothing of the kind that begins this workflow can be replayed. Try it on one record instead.',
      zh: '该触发方式没有可回放的历史，请改用单条记录试运行。',
    },
  },
  trial_needs_record: {
    status: 422,
    title: { en: 'A record is needed', zh: '需要一条记录' },
    detail: {
      en: 'This workflow works on a record of "{object}". Choose one.',
      zh: '该工作流针对“{object}”的记录运行，请选择一条。',
    },
  },
  workflow_test_failed: {
    status: 422,
    title: { en: 'A test of the workflow fails', zh: '工作流测试未通过' },
    detail: {
      en: 'Test "{test}": {reason} Mend the workflow, or the test if it asks for the wrong thing.',
      zh: '测试“{test}”：{reason}请修正工作流；若测试本身有误，请修改测试。',
    },
  },
} as const satisfies Record<string, ErrorDefinition>;
