import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of workflows: of their definition, and of their runs. Append-only. */
export const workflowErrors = {
  unknown_trigger_kind: {
    status: 422,
    title: { en: 'Unknown kind of trigger', zh: '未知的触发器类型' },
    detail: { en: 'There is no trigger "{type}".{suggestion}', zh: '没有触发器“{type}”。{suggestion}' },
  },
  unknown_step_kind: {
    status: 422,
    title: { en: 'Unknown kind of step', zh: '未知的步骤类型' },
    detail: { en: 'There is no step "{type}".{suggestion}', zh: '没有步骤“{type}”。{suggestion}' },
  },
  step_from_the_future: {
    status: 422,
    title: { en: 'The step is of a newer version', zh: '步骤版本过新' },
    detail: {
      en: 'The step was written for version {version} of its kind; this installation knows {known}. Upgrade Strata.',
      zh: '该步骤针对版本 {version} 编写，本系统仅支持 {known}，请升级 Strata。',
    },
  },
  unknown_setting: {
    status: 422,
    title: { en: 'Unknown setting', zh: '未知设置' },
    detail: { en: 'There is no setting "{name}" here. Take it out.', zh: '此处没有设置“{name}”，请删除。' },
  },
  invalid_setting: {
    status: 422,
    title: { en: 'The setting does not fit', zh: '设置不正确' },
    detail: { en: '{label}: expected {expected}.', zh: '{label}：应为{expected}。' },
  },
  workflow_without_steps: {
    status: 422,
    title: { en: 'The workflow does nothing', zh: '工作流没有任何步骤' },
    detail: {
      en: 'It is switched on but has no first step. Add one, or switch it off.',
      zh: '工作流已启用但没有首个步骤，请添加步骤或停用。',
    },
  },
  unreachable_step: {
    status: 422,
    title: { en: 'The step is never reached', zh: '步骤无法到达' },
    detail: {
      en: 'No way leads to step "{step}". Connect it or take it out.',
      zh: '没有路径通向步骤“{step}”，请连接或删除。',
    },
  },
  step_leads_nowhere: {
    status: 422,
    title: { en: 'The way leads to nothing', zh: '去向不存在' },
    detail: {
      en: 'Outcome "{outcome}" of step "{step}" leads to "{to}", which is not there.',
      zh: '步骤“{step}”的分支“{outcome}”指向不存在的“{to}”。',
    },
  },
  unknown_outcome: {
    status: 422,
    title: { en: 'The step has no such outcome', zh: '步骤没有此分支' },
    detail: { en: 'Step "{step}" has no outcome "{outcome}".', zh: '步骤“{step}”没有分支“{outcome}”。' },
  },
  endless_circle: {
    status: 422,
    title: { en: 'The steps go round without end', zh: '步骤形成死循环' },
    detail: {
      en: 'Step "{step}" leads back to itself. Use "For each", whose number of turns is bounded.',
      zh: '步骤“{step}”会绕回自身，请改用次数有上限的“逐条处理”。',
    },
  },
  inner_step_shared: {
    status: 422,
    title: { en: 'The branch leaves its step', zh: '分支越出了所属步骤' },
    detail: {
      en: 'Step "{step}" stands both inside and outside "{outer}". Steps inside end there; what follows hangs on "Then".',
      zh: '步骤“{step}”同时位于“{outer}”内外。内部步骤须在其中结束，后续步骤应接在“然后”上。',
    },
  },
  no_way_for_failure: {
    status: 422,
    title: { en: 'Nothing is said of failure', zh: '未处理失败情况' },
    detail: {
      en: 'Step "{step}" touches something outside, which may fail. Connect "If it fails" to a step, or tick that the run stops and an administrator is asked.',
      zh: '步骤“{step}”会访问外部系统，可能失败。请为“失败时”连接一个步骤，或勾选“停止运行，交由管理员处理”。',
    },
  },
  endless_wait: {
    status: 422,
    title: { en: 'Nobody can end this wait', zh: '等待永远不会结束' },
    detail: {
      en: 'Step "{step}" says neither how long nor until when. Give it one of them.',
      zh: '步骤“{step}”未说明等待时长或截止时刻，请填写其中之一。',
    },
  },
  written_twice: {
    status: 422,
    title: { en: 'Two write the same field at the same event', zh: '同一事件会重复写入同一字段' },
    detail: {
      en: '"{field}" of {object} is written here and by {other}, at the same event. Which comes last is chance. Put both into one, or narrow their conditions and say so in the description.',
      zh: '{object}的“{field}”在同一事件中既由此处写入，也由{other}写入，先后不定。请合并，或收窄各自的条件。',
    },
  },
  may_be_written_twice: {
    status: 422,
    title: { en: 'Two may write the same field at the same event', zh: '同一事件可能重复写入同一字段' },
    detail: {
      en: '"{field}" of {object} may be written by both "{one}" ({one_when}) and "{other}" ({other_when}) at the same event; whichever comes last stays. That is fine if the two never hold together, or if the order does not matter.',
      zh: '{object}的“{field}”在同一事件中可能由“{one}”（{one_when}）与“{other}”（{other_when}）先后写入，以后写者为准。若两者不会同时成立，或先后无关，则无妨。',
    },
  },
  may_go_round: {
    status: 422,
    title: { en: 'Workflows may begin each other without end', zh: '工作流可能循环触发' },
    detail: {
      en: '{names}: each begins the next. After eight in a row the run fails. Give one of them a condition, let it watch fewer fields, or let a step decide when it is enough.',
      zh: '{names}：前一个会触发后一个。连续触发八次后运行会失败。请为其中一个加上触发条件、减少监视的字段，或用步骤判断何时结束。',
    },
  },
  workflow_test_later: {
    status: 422,
    title: { en: 'The test can be told only as it is published', zh: '该测试在发布时才有结果' },
    detail: {
      en: 'Test "{test}" of this workflow needs tables that are changed by this publish. It is run as part of it, and stops it if it fails.',
      zh: '测试“{test}”依赖本次发布才会变更的数据表，将在发布过程中执行；若未通过，发布会中止。',
    },
  },
  workflow_role_not_held: {
    status: 403,
    title: { en: 'You do not hold the role it is to act with', zh: '您不具备其执行角色' },
    detail: {
      en: 'A workflow may act with role "{role}" only when who publishes it holds it too.',
      zh: '只有发布者本人也具备角色“{role}”时，工作流才能以其身份执行。',
    },
  },
  unknown_workflow: {
    status: 404,
    title: { en: 'Unknown workflow', zh: '未知工作流' },
    detail: { en: 'There is no workflow "{name}".{suggestion}', zh: '没有工作流“{name}”。{suggestion}' },
  },
  unknown_run: {
    status: 404,
    title: { en: 'Unknown run', zh: '未知运行' },
    detail: { en: 'There is no run "{id}".', zh: '没有运行“{id}”。' },
  },
  workflow_not_offered: {
    status: 409,
    title: { en: 'The workflow cannot be started here', zh: '此处不能启动该工作流' },
    detail: {
      en: '"{name}" is switched off, has no button, or its condition does not hold for this record.',
      zh: '“{name}”已停用、没有手动按钮，或该记录不满足其条件。',
    },
  },
  run_not_failed: {
    status: 409,
    title: { en: 'The run has not failed', zh: '运行未失败' },
    detail: {
      en: 'Only a failed run can be resumed; this one is {status}.',
      zh: '只有失败的运行才能恢复，当前状态为{status}。',
    },
  },
  run_has_ended: {
    status: 409,
    title: { en: 'The run has ended', zh: '运行已结束' },
    detail: { en: 'There is nothing left to cancel.', zh: '已没有可取消的内容。' },
  },
  run_feedback: {
    status: 409,
    title: { en: 'Workflows trigger each other in a circle', zh: '工作流互相触发形成循环' },
    detail: {
      en: 'The run is the {depth}th in a row of which each was triggered by the one before. Narrow the condition of "{workflow}" so that its own changes do not trigger it.',
      zh: '这是由前一次运行依次触发的第 {depth} 次运行。请收窄“{workflow}”的触发条件，避免被自身的修改触发。',
    },
  },
  run_too_often: {
    status: 429,
    title: { en: 'Too many runs for one record', zh: '同一记录触发过于频繁' },
    detail: {
      en: '"{workflow}" ran {count|time|times} in a minute for this record. Further triggers of that minute were left out.',
      zh: '“{workflow}”在一分钟内为该记录运行了 {count} 次，该分钟内的后续触发已忽略。',
    },
  },
  run_record_gone: {
    status: 409,
    title: { en: 'The record is not there for the run', zh: '运行所需的记录不存在' },
    detail: {
      en: 'The record of step "{step}" was deleted, or whom the run acts for may not read it. Restore it or give access, then resume.',
      zh: '步骤“{step}”的记录已删除，或执行者无权读取。请恢复记录或授权后继续运行。',
    },
  },
  run_actor_gone: {
    status: 409,
    title: { en: 'Whom the run acts for is not active', zh: '运行的执行者已停用' },
    detail: {
      en: 'The run acts for a user who is not active any more. Activate him, or let the workflow act with a role.',
      zh: '运行所代表的用户已停用，请启用该用户，或让工作流以角色身份执行。',
    },
  },
  run_hidden_field: {
    status: 403,
    title: { en: 'The run may not read a field', zh: '运行无权读取字段' },
    detail: {
      en: '"{expression}" names a field that whom the run acts for may not read.',
      zh: '“{expression}”用到了执行者无权读取的字段。',
    },
  },
  step_timed_out: {
    status: 504,
    title: { en: 'The step took too long', zh: '步骤超时' },
    detail: {
      en: 'The step did not end within {seconds} seconds. What it wrote was taken back.',
      zh: '步骤未在 {seconds} 秒内结束，其写入已撤销。',
    },
  },
  step_broke: {
    status: 500,
    title: { en: 'The step broke', zh: '步骤执行出错' },
    detail: {
      en: 'Something unexpected happened ({reason}). The log of the server knows more.',
      zh: '发生意外错误（{reason}），详情见服务器日志。',
    },
  },
  step_stopped: {
    status: 422,
    title: { en: 'Stopped as a failure', zh: '按失败停止' },
    detail: { en: '{reason}', zh: '{reason}' },
  },
  step_record_refused: {
    status: 422,
    title: { en: 'A record was refused', zh: '记录被拒绝' },
    detail: { en: '{count} of {total} records: {reason}', zh: '{total} 条记录中有 {count} 条：{reason}' },
  },
  for_each_too_many: {
    status: 422,
    title: { en: 'More records than allowed', zh: '记录数超出上限' },
    detail: {
      en: 'There are more than {most} to go through. Narrow the filter or the list, or allow more.',
      zh: '需处理的超过 {most} 条，请收窄条件或列表，或提高上限。',
    },
  },
  step_unknown_in_run: {
    status: 409,
    title: { en: 'The step is not in the workflow', zh: '工作流中没有该步骤' },
    detail: {
      en: 'The run stands at step "{step}", which the present version does not have. Resume it with its own version.',
      zh: '运行停在步骤“{step}”，当前版本中没有该步骤，请以原版本继续。',
    },
  },
  called_run_failed: {
    status: 409,
    title: { en: 'The called workflow failed', zh: '被调用的工作流失败' },
    detail: { en: 'Run {run} of "{workflow}" failed. See there.', zh: '“{workflow}”的运行 {run} 失败，请查看该运行。' },
  },
  nobody_asked: {
    status: 422,
    title: { en: 'Nobody is asked', zh: '没有指定处理人' },
    detail: {
      en: 'Step "{step}" asks nobody here. Choose a person, a team or a role, or write an expression that gives a user.',
      zh: '步骤“{step}”此处没有处理人，请选择用户、团队或角色，或填写返回用户的表达式。',
    },
  },
  no_way_for_lateness: {
    status: 422,
    title: { en: 'Nothing is said of being too late', zh: '未处理超时情况' },
    detail: {
      en: 'Step "{step}" gives up after some time. Connect "Too late" to a step.',
      zh: '步骤“{step}”设置了超时，请为“超时”连接一个步骤。',
    },
  },
  endless_ask: {
    status: 422,
    title: { en: 'Nobody might ever answer', zh: '可能永远无人处理' },
    detail: {
      en: 'Step "{step}" asks single people only. When they have left, nobody ends the wait: give it a time after which it gives up or asks the manager, or ask a team or a role.',
      zh: '步骤“{step}”只指定了个别用户，其离职后将无人处理。请设置超时或升级至上级，或改为团队、角色。',
    },
  },
  unknown_task: {
    status: 404,
    title: { en: 'There is no such task', zh: '没有该待办' },
    detail: {
      en: 'There is no task or approval "{id}", or it is none of yours.',
      zh: '没有待办“{id}”，或与您无关。',
    },
  },
  task_ended: {
    status: 409,
    title: { en: 'It has been settled already', zh: '已处理完毕' },
    detail: {
      en: 'Somebody else was first, or the workflow does not wait for it any more. Look at its history.',
      zh: '已由他人处理，或工作流不再等待。请查看处理记录。',
    },
  },
  task_not_yours: {
    status: 403,
    title: { en: 'It is not for you to decide', zh: '您不是处理人' },
    detail: {
      en: 'You can see this, but only those who are asked can answer it.',
      zh: '您可以查看，但只有处理人才能处理。',
    },
  },
  task_taken: {
    status: 409,
    title: { en: 'Somebody is at it', zh: '已有人领取' },
    detail: {
      en: '{name} has taken it. Ask for it to be given back, or wait.',
      zh: '{name}已领取，请等待或请其放回。',
    },
  },
  task_asks_nobody: {
    status: 409,
    title: { en: 'There is nobody to ask', zh: '没有可处理的人' },
    detail: {
      en: 'None of those whom step "{step}" asks is active, or only who asks himself. Put somebody in charge, then resume.',
      zh: '步骤“{step}”的处理人均未启用，或只剩发起人本人。请指定处理人后恢复运行。',
    },
  },
  assign_nobody: {
    status: 409,
    title: { en: 'There is nobody to assign to', zh: '无人可分配' },
    detail: {
      en: 'Of those whom step "{step}" names nobody is active, present and suitable. Connect "If nobody is there", or change who is named, then resume.',
      zh: '步骤“{step}”指定的人员均未启用、不在岗或不合适。请连接“无人可分配时”，或调整人员后恢复运行。',
    },
  },
  assign_too_many: {
    status: 422,
    title: { en: 'Too many records to assign in one go', zh: '一次分配的记录过多' },
    detail: {
      en: 'The filter finds more than {most} records. Narrow it.',
      zh: '条件命中超过 {most} 条记录，请收窄条件。',
    },
  },
  assign_wrong_field: {
    status: 422,
    title: { en: 'The field does not hold a user', zh: '该字段不是用户字段' },
    detail: {
      en: '"{field}" cannot hold a user. Choose a field of the type "User", such as the owner.',
      zh: '“{field}”不能存放用户，请选择“用户”类型的字段，例如负责人。',
    },
  },
  comment_needed: {
    status: 422,
    title: { en: 'A comment is needed', zh: '请填写意见' },
    detail: { en: 'Say why: whoever asked will read it.', zh: '请说明原因，发起人会看到。' },
  },
  not_in_bulk: {
    status: 409,
    title: { en: 'Not together with others', zh: '不允许批量处理' },
    detail: {
      en: 'This one has to be opened and decided by itself.',
      zh: '此项须单独打开处理。',
    },
  },
  record_locked: {
    status: 409,
    title: { en: 'The record is locked', zh: '记录已锁定' },
    detail: {
      en: 'It waits for an approval: "{title}", asked of {people}. It can be changed once that is decided or recalled.',
      zh: '记录正在等待审批：“{title}”，审批人：{people}。审批完成或撤回后方可修改。',
    },
  },
  decision_link_void: {
    status: 410,
    title: { en: 'The link is not valid any more', zh: '链接已失效' },
    detail: {
      en: 'It was used, has expired, or the question has been settled. Sign in and look at "My work".',
      zh: '链接已使用、已过期，或事项已处理。请登录后查看“待办”。',
    },
  },
  bad_stand_in: {
    status: 422,
    title: { en: 'He cannot stand in', zh: '不能作为代理人' },
    detail: {
      en: 'A stand-in is another active person of the workspace.',
      zh: '代理人须是工作区内另一位启用的用户。',
    },
  },
  away_backwards: {
    status: 422,
    title: { en: 'The absence ends before it begins', zh: '请假结束早于开始' },
    detail: { en: 'Choose an end after the beginning.', zh: '结束时间须晚于开始时间。' },
  },
} satisfies Record<string, ErrorDefinition>;
