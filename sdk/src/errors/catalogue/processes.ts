import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of guided processes and what is measured by them. Append-only. */
export const processErrors = {
  transition_not_yours: {
    status: 422,
    title: { en: 'The move is for others', zh: '您不能执行此流转' },
    detail: {
      en: 'From {from} to {to} it is moved by: {who}. Ask one of them, or have the role given to you.',
      zh: '从“{from}”到“{to}”只能由以下人员流转：{who}。请联系其操作，或申请相应角色。',
    },
  },
  transition_reason: {
    status: 422,
    title: { en: 'A reason is needed', zh: '须填写原因' },
    detail: {
      en: 'Moving from {from} to {to} needs a reason: fill in {label} together with the move.',
      zh: '从“{from}”流转到“{to}”须说明原因，请同时填写{label}。',
    },
  },
  transition_guarded: {
    status: 422,
    title: { en: 'The condition of the move does not hold', zh: '不满足流转条件' },
    detail: {
      en: 'From {from} to {to} only when this holds: {condition}. Change the record so that it does.',
      zh: '从“{from}”流转到“{to}”须满足：{condition}。请先修改记录使其满足条件。',
    },
  },
  stage_not_for_beginning: {
    status: 422,
    title: { en: 'A record does not begin there', zh: '不能从该阶段开始' },
    detail: {
      en: 'A new record cannot begin in {stage}. Begin in: {stages}.',
      zh: '新记录不能从“{stage}”开始，可选：{stages}。',
    },
  },
  transition_awaits_approval: {
    status: 422,
    title: { en: 'The move has to be approved', zh: '流转须审批' },
    detail: {
      en: 'An approval was asked for. The record stays at {from} and goes on to {to} once it is given.',
      zh: '已提交审批。记录仍处于“{from}”，批准后自动进入“{to}”。',
    },
  },
  transition_pending: {
    status: 422,
    title: { en: 'Another move awaits its approval', zh: '另一流转正在审批' },
    detail: {
      en: 'The move to {pending} awaits approval. Wait for the decision or have it recalled, then move to {to}.',
      zh: '进入“{pending}”的申请正在审批。请等待结果或撤回申请，再流转到“{to}”。',
    },
  },
  no_requested_move: {
    status: 409,
    title: { en: 'There is no move to make', zh: '没有待执行的流转' },
    detail: {
      en: 'This run was not begun by a move that awaits approval, or the move was made already. Begin the workflow with "A move is asked for".',
      zh: '此运行并非由待审批的流转触发，或流转已执行。请以“申请流转”作为触发器。',
    },
  },
  process_workflow_unfit: {
    status: 422,
    title: { en: 'The workflow does not fit the process', zh: '工作流不适用于此流程' },
    detail: {
      en: 'Workflow "{workflow}" must begin with "{trigger}" for {object}. Choose another one or change its trigger.',
      zh: '工作流“{workflow}”的触发器须为“{trigger}”且对象为{object}，请另选或修改其触发器。',
    },
  },
  no_working_hours: {
    status: 422,
    title: { en: 'Nobody works any more', zh: '没有工作时间' },
    detail: {
      en: 'The business hours have no working day within the next years, so this would never end. Enter hours under Studio, Business hours.',
      zh: '工作时间设置在未来数年内没有工作日，等待将永不结束。请在“工作时间与节假日”中填写。',
    },
  },
  transition_from_nowhere: {
    status: 422,
    title: { en: 'The transition names a stage that the process does not have', zh: '流转指向流程中没有的阶段' },
    detail: {
      en: '"{stage}" is no stage of this process. Add the stage, or take the transition out.',
      zh: '“{stage}”不是此流程的阶段，请添加该阶段或删除此流转。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
