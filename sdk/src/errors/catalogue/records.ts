import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of reading and writing records. Append-only. */
export const recordErrors = {
  unknown_object: {
    status: 404,
    title: { en: 'Unknown object', zh: '未知对象' },
    detail: { en: 'There is no object "{object}".{suggestion}', zh: '没有对象“{object}”。{suggestion}' },
  },
  unknown_field: {
    status: 422,
    title: { en: 'Unknown field', zh: '未知字段' },
    detail: {
      en: '{object} has no field "{field}", or you may not see it.{suggestion}',
      zh: '{object}没有字段“{field}”，或您无权查看。{suggestion}',
    },
  },
  record_not_found: {
    status: 404,
    title: { en: 'Record not found', zh: '未找到记录' },
    detail: { en: 'There is no such record, or you may not see it.', zh: '该记录不存在，或您无权查看。' },
  },
  reference_not_found: {
    status: 422,
    title: { en: 'The referenced record is not there', zh: '引用的记录不存在' },
    detail: {
      en: '{label} points to a record that does not exist or that you may not see.',
      zh: '{label}指向的记录不存在，或您无权查看。',
    },
  },
  read_only_field: {
    status: 422,
    title: { en: 'The field is read-only', zh: '字段只读' },
    detail: { en: '{label} is set by the system.', zh: '{label}由系统设置，不能修改。' },
  },
  not_unique: {
    status: 409,
    title: { en: 'The value is already taken', zh: '该值已被使用' },
    detail: { en: 'Another record has the same {label}.', zh: '已有记录使用相同的{label}。' },
  },
  version_conflict: {
    status: 412,
    title: { en: 'Somebody else saved meanwhile', zh: '记录已被他人修改' },
    detail: {
      en: 'You worked on version {expected}; the record is now at version {actual}. Load it again and repeat your change.',
      zh: '您编辑的是第 {expected} 版，现在已是第 {actual} 版。请重新加载后再修改。',
    },
  },
  write_conflict: {
    status: 409,
    title: { en: 'The record is being changed by others', zh: '记录正被他人同时修改' },
    detail: { en: 'Try again.', zh: '请重试。' },
  },
  rule_violation: {
    status: 422,
    title: { en: 'A rule does not allow this', zh: '不符合规则' },
    detail: { en: '{message}', zh: '{message}' },
  },
  restricted_delete: {
    status: 409,
    title: { en: 'Other records depend on it', zh: '仍有记录引用它' },
    detail: {
      en: 'It is still referred to by {count|record|records} of {object}, by {field}. Delete or change them first.',
      zh: '{object}中有 {count} 条记录通过{field}引用了它，请先删除或修改这些记录。',
    },
  },
  transition_not_allowed: {
    status: 422,
    title: { en: 'The process does not allow this step', zh: '流程不允许此流转' },
    detail: {
      en: 'From {from} the next stage cannot be {to}. Open from there: {open}.',
      zh: '不能从“{from}”直接流转到“{to}”，可选：{open}。',
    },
  },
  transition_requires: {
    status: 422,
    title: { en: 'A value is needed for this stage', zh: '进入该阶段需要填写' },
    detail: { en: '{label} must be filled in before {to}.', zh: '进入“{to}”之前必须填写{label}。' },
  },
  invalid_cursor: {
    status: 422,
    title: { en: 'The cursor is not valid', zh: '游标无效' },
    detail: {
      en: 'Use the cursor of the previous answer, with the same sort.',
      zh: '请使用上一次返回的游标，并保持相同的排序。',
    },
  },
  not_sortable: {
    status: 422,
    title: { en: 'Cannot sort by this field', zh: '不能按该字段排序' },
    detail: { en: '{field} has no order.', zh: '{field}不支持排序。' },
  },
  not_groupable: {
    status: 422,
    title: { en: 'Cannot group by this field', zh: '不能按该字段分组' },
    detail: { en: '{field} cannot be grouped by.', zh: '{field}不支持分组。' },
  },
  limit_out_of_range: {
    status: 422,
    title: { en: 'Limit out of range', zh: '数量超出范围' },
    detail: { en: 'Ask for {min} to {max}.', zh: '请在 {min} 到 {max} 之间。' },
  },
  idempotency_mismatch: {
    status: 422,
    title: { en: 'The idempotency key was used for another request', zh: '幂等键已用于其他请求' },
    detail: { en: 'Use a new Idempotency-Key for a new request.', zh: '新的请求请使用新的 Idempotency-Key。' },
  },
  duplicate_in_batch: {
    status: 422,
    title: { en: 'The record occurs twice in one request', zh: '同一请求中重复出现同一记录' },
    detail: { en: 'Name each record once.', zh: '每条记录只能出现一次。' },
  },
  no_rate_for_currency: {
    status: 422,
    title: { en: 'No exchange rate', zh: '缺少汇率' },
    detail: {
      en: 'Amounts can be counted in {currency} only when there is a rate from it to {base}. Put in that rate first.',
      zh: '改用 {currency} 记账前，须先填写 {currency} 对 {base} 的汇率。',
    },
  },
  own_currency: {
    status: 422,
    title: { en: 'The currency of the workspace', zh: '工作区币种' },
    detail: {
      en: '{currency} is what the others are counted in and has no rate itself. Leave it out.',
      zh: '{currency} 是工作区币种，无需汇率，请去掉。',
    },
  },
  no_exchange_rate: {
    status: 422,
    title: { en: 'No exchange rate', zh: '缺少汇率' },
    detail: {
      en: 'There is no exchange rate from {currency} to {base}. Add one in the workspace settings.',
      zh: '没有 {currency} 兑 {base} 的汇率，请在工作区设置中添加。',
    },
  },
  too_many_records: {
    status: 422,
    title: { en: 'Too many records in one request', zh: '一次请求的记录过多' },
    detail: { en: 'At most {max} are accepted at a time.', zh: '每次最多 {max} 条。' },
  },
  invalid_aggregate: {
    status: 422,
    title: { en: 'The aggregate cannot be computed', zh: '无法计算该汇总' },
    detail: {
      en: '"{aggregate}" is not one of count(), count(distinct f), sum(f), avg(f), median(f), min(f), max(f) over a fitting field.',
      zh: '“{aggregate}”须为 count()、count(distinct f)、sum(f)、avg(f)、median(f)、min(f)、max(f) 之一，且字段类型适用。',
    },
  },
  not_bucketable: {
    status: 422,
    title: { en: 'Cannot group this field by time', zh: '不能按时间分组该字段' },
    detail: { en: '{field} holds no dates.', zh: '{field}不是日期字段。' },
  },
  no_suggestions: {
    status: 422,
    title: { en: 'Nothing is suggested for this field', zh: '该字段没有建议值' },
    detail: { en: '{field} is not a field of free words.', zh: '{field}不是自由填写的字段。' },
  },
  not_a_key: {
    status: 422,
    title: { en: 'The field does not tell records apart', zh: '该字段不能区分记录' },
    detail: {
      en: '{field} is not unique by itself. Name a unique field, or a rule of fields that are unique together, as the key; there are: {keys}.',
      zh: '{field}本身不是唯一字段。请以唯一字段或“组合唯一”规则的名称为键，现有：{keys}。',
    },
  },
  count_changed: {
    status: 409,
    title: { en: 'Other records match by now', zh: '符合条件的记录已有变化' },
    detail: {
      en: 'You expected {expected} records; the filter finds {actual} now. Nothing was changed. Look again and repeat.',
      zh: '您预期 {expected} 条记录，现在有 {actual} 条符合条件。未作任何修改，请核对后重试。',
    },
  },
  changed_meanwhile: {
    status: 412,
    title: { en: 'The field was changed meanwhile', zh: '字段已被他人修改' },
    detail: { en: '{label} has another value by now.', zh: '{label}已有新的值。' },
  },
  hierarchy_circle: {
    status: 422,
    title: { en: 'A record beneath itself', zh: '层级出现循环' },
    detail: {
      en: '{label}: a record can lie neither beneath itself nor beneath one that lies beneath it. Choose another one.',
      zh: '{label}：记录不能位于自身之下，也不能位于自己的下级之下，请另选一条。',
    },
  },
  hierarchy_too_deep: {
    status: 422,
    title: { en: 'The hierarchy is too deep', zh: '层级过深' },
    detail: {
      en: '{label}: no more than {max} records may lie above one another. Choose one that lies higher.',
      zh: '{label}：层级最多 {max} 层，请选择更高一级的记录。',
    },
  },
  nothing_to_undo: {
    status: 404,
    title: { en: 'There is nothing to take back', zh: '没有可撤销的内容' },
    detail: {
      en: 'No such batch of yours within the last 30 days has changed these records. Look at the history of a record instead.',
      zh: '最近 30 天内没有您执行的该批次修改，请改为查看单条记录的历史。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
