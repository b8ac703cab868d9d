import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of documents, layers and publishing. Append-only. */
export const modelErrors = {
  unknown_layer: {
    status: 404,
    title: { en: 'Unknown layer', zh: '未知层' },
    detail: { en: 'There is no layer "{layer}".', zh: '没有层“{layer}”。' },
  },
  unknown_kind: {
    status: 404,
    title: { en: 'Unknown kind of document', zh: '未知配置项类型' },
    detail: { en: 'There is no kind "{kind}".{suggestion}', zh: '没有类型“{kind}”。{suggestion}' },
  },
  unknown_document: {
    status: 404,
    title: { en: 'Unknown document', zh: '未知配置项' },
    detail: { en: 'There is no {kind} "{name}".{suggestion}', zh: '没有{kind}“{name}”。{suggestion}' },
  },
  invalid_name: {
    status: 422,
    title: { en: 'Not a valid name', zh: '名称无效' },
    detail: {
      en: 'A name starts with a lower-case letter and has only lower-case letters, digits and underscores, at most {max}.',
      zh: '名称须以小写字母开头，只能包含小写字母、数字和下划线，最多 {max} 个字符。',
    },
  },
  name_taken: {
    status: 409,
    title: { en: 'The name is taken', zh: '名称已被使用' },
    detail: { en: '{kind} "{name}" already exists.', zh: '{kind}“{name}”已存在。' },
  },
  dangling_reference: {
    status: 422,
    title: { en: 'Refers to something that is not there', zh: '引用了不存在的内容' },
    detail: {
      en: '{place} refers to {target}, which does not exist or is archived.',
      zh: '{place}引用了{target}，它不存在或已归档。',
    },
  },
  layer_read_only: {
    status: 403,
    title: { en: 'This layer cannot be edited', zh: '该层不可编辑' },
    detail: {
      en: 'Layer "{layer}" belongs to its package. Edit in the workspace layer instead.',
      zh: '层“{layer}”属于其软件包，请在工作区层中修改。',
    },
  },
  publish_in_progress: {
    status: 409,
    title: { en: 'Somebody else is publishing', zh: '他人正在发布' },
    detail: {
      en: 'Wait until it is done, look at the new release, and publish again.',
      zh: '请等待其完成，查看新的发布版本后再发布。',
    },
  },
  publish_problems: {
    status: 422,
    title: { en: 'The draft has problems', zh: '草稿存在问题' },
    detail: {
      en: 'Mend the {count|problem|problems} listed, then publish again.',
      zh: '请先解决列出的 {count} 个问题，再发布。',
    },
  },
  publish_failed: {
    status: 500,
    title: { en: 'Publishing failed', zh: '发布失败' },
    detail: {
      en: 'The database refused a step ({reason}). The live release is unchanged.',
      zh: '数据库拒绝了某一步（{reason}），线上版本没有变化。',
    },
  },
  nothing_to_publish: {
    status: 409,
    title: { en: 'Nothing to publish', zh: '没有可发布的改动' },
    detail: { en: 'The draft equals the live release.', zh: '草稿与当前发布版本相同。' },
  },
  unknown_release: {
    status: 404,
    title: { en: 'Unknown release', zh: '未知发布版本' },
    detail: { en: 'There is no release {number}.', zh: '没有发布版本 {number}。' },
  },
  reserved_name: {
    status: 422,
    title: { en: 'The name is reserved', zh: '名称为保留字' },
    detail: {
      en: '"{name}" is a word of {owner}. Choose another, such as "{name}_value".',
      zh: '“{name}”是 {owner} 的保留字，请换一个名称，例如“{name}_value”。',
    },
  },
  duplicate_entry: {
    status: 422,
    title: { en: 'Stands in the list twice', zh: '列表中有重复项' },
    detail: {
      en: '"{value}" stands in the list more than once. Keep one.',
      zh: '“{value}”在列表中重复出现，请只保留一个。',
    },
  },
  immutable_property: {
    status: 422,
    title: { en: 'Cannot be changed', zh: '不可更改' },
    detail: {
      en: '{property} of an existing {kind} stays "{value}". Make a new one instead.',
      zh: '已有{kind}的 {property} 固定为“{value}”，如需不同请新建。',
    },
  },
  platform_document: {
    status: 403,
    title: { en: 'Belongs to the platform', zh: '属于平台' },
    detail: {
      en: 'The {kind} "{name}" is part of the platform and cannot be changed by layers.',
      zh: '{kind}“{name}”属于平台，不能在层中修改。',
    },
  },
  unsuitable_field: {
    status: 422,
    title: { en: 'The field does not suit this place', zh: '字段不适用于此处' },
    detail: {
      en: '{place} needs a field that is {needs}; {target} is not.',
      zh: '{place}需要“{needs}”的字段，{target}不符合。',
    },
  },
  formula_cycle: {
    status: 422,
    title: { en: 'Formulas refer to each other in a circle', zh: '公式循环引用' },
    detail: { en: 'The circle is {circle}. Break it at one of them.', zh: '循环为 {circle}，请断开其中一处。' },
  },
  second_process: {
    status: 422,
    title: { en: 'Two processes on one field', zh: '同一字段有两个流程' },
    detail: {
      en: 'Field {field} of {object} is already governed by "{other}". Archive one of the two, or put this one on another field.',
      zh: '{object}的字段{field}已由流程“{other}”管理，请归档其中一个，或将本流程改到其他字段。',
    },
  },
  second_leading_process: {
    status: 422,
    title: { en: 'Two processes lead one object', zh: '同一对象有两个主流程' },
    detail: {
      en: '"{other}" already leads {object}. Only one process of an object can lead it: switch "leads" off in one of the two.',
      zh: '{object}的主流程已是“{other}”。一个对象只能有一个主流程，请在其中一个流程中取消“主流程”。',
    },
  },
  incompatible_type_change: {
    status: 422,
    title: { en: 'The values cannot be carried over', zh: '现有值无法转换' },
    detail: {
      en: '{count|record has a value|records have a value} that cannot become {to}. Archive this field and add a new one; its data is kept.',
      zh: '有 {count} 条记录的值无法转换为{to}。请归档此字段并新建字段，原有数据会保留。',
    },
  },
  duplicate_values: {
    status: 422,
    title: { en: 'Values are not unique', zh: '现有值不唯一' },
    detail: {
      en: '{count|value occurs|values occur} more than once. Correct these records before the field becomes unique.',
      zh: '有 {count} 个值重复出现，请先修正这些记录，再设为唯一。',
    },
  },
  records_in_circles: {
    status: 422,
    title: { en: 'Records beneath themselves', zh: '现有记录的层级有循环' },
    detail: {
      en: '{count|record lies beneath itself|records lie beneath themselves}, directly or by others. Empty the field or choose another record in one of each circle, then publish again.',
      zh: '有 {count} 条记录直接或间接位于自身之下。请在每个循环中清空或改选其中一条记录的该字段，再重新发布。',
    },
  },
  no_type_change: {
    status: 404,
    title: { en: 'No change of type', zh: '类型没有变化' },
    detail: {
      en: 'The draft leaves the type of "{field}" as it is. Change the type in the field, then look again.',
      zh: '草稿没有改变“{field}”的类型。请先在字段中更改类型，再查看。',
    },
  },
  draft_changed: {
    status: 409,
    title: { en: 'The draft was changed meanwhile', zh: '草稿已被他人修改' },
    detail: {
      en: 'Somebody changed the draft of "{layer}" while it was being published. Look at it again and publish again.',
      zh: '发布期间有人修改了“{layer}”的草稿，请重新查看后再发布。',
    },
  },
  unsuitable_condition: {
    status: 422,
    title: { en: 'The database cannot keep this condition', zh: '数据库无法维护该条件' },
    detail: {
      en: 'It may read only stored fields of the record itself, and neither the clock nor the user; dates are compared with dates.',
      zh: '条件只能使用本记录的存储字段，不能使用当前时间和当前用户，日期只能与日期比较。',
    },
  },
  document_changed: {
    status: 412,
    title: { en: 'Somebody else changed it meanwhile', zh: '已被他人修改' },
    detail: {
      en: '{kind} "{name}" is no longer as it was when you began. Look at what changed, then save again.',
      zh: '{kind}“{name}”在您编辑期间已被修改。请查看改动后再保存。',
    },
  },
  partitioned_unique: {
    status: 422,
    title: { en: 'Records kept by time cannot be unique', zh: '按时间分区的对象不支持唯一值' },
    detail: {
      en: '{object} is kept in pieces by time, so {fields} cannot be unique in all of them. Take "unique" out, or keep the object in one piece.',
      zh: '{object}按时间分区保存，无法保证{fields}在所有分区中唯一。请取消“唯一”，或不要按时间分区。',
    },
  },
  rollup_children: {
    status: 422,
    title: { en: 'These records cannot be rolled up', zh: '该对象不能汇总' },
    detail: {
      en: '{children} is managed by the platform and cannot be rolled up. Choose an object with records of its own.',
      zh: '{children}由平台管理，不能汇总。请选择拥有自身记录的对象。',
    },
  },
  rollup_via: {
    status: 422,
    title: { en: 'The reference does not point here', zh: '该引用未指向本对象' },
    detail: {
      en: '{via} of {children} is no reference to {object}. Choose the field by which they point to {object}.',
      zh: '{children}的“{via}”不是指向{object}的引用。请选择指向{object}的字段。',
    },
  },
  rollup_input: {
    status: 422,
    title: { en: 'The field cannot be rolled up so', zh: '该字段不支持此汇总方式' },
    detail: {
      en: '{function} needs a stored number, amount or duration, and for min and max also a date or time; {field} is not. A formula cannot be rolled up.',
      zh: '{function}需要已存储的数字、金额或时长字段（min、max 也可用日期和时间），“{field}”不符合；公式字段不能汇总。',
    },
  },
  rollup_cycle: {
    status: 422,
    title: { en: 'Roll-ups refer to each other in a circle', zh: '汇总循环引用' },
    detail: { en: 'The circle is {circle}. Break it at one of them.', zh: '循环为 {circle}，请断开其中一处。' },
  },
  rollup_depth: {
    status: 422,
    title: { en: 'Too many roll-ups upon each other', zh: '汇总层级过多' },
    detail: {
      en: 'Roll-ups may stand upon each other at most {max} levels high. Roll up a stored field instead.',
      zh: '汇总之上再汇总最多 {max} 层，请改为汇总存储字段。',
    },
  },
  children_via: {
    status: 422,
    title: { en: 'The records of this list would not belong to it', zh: '该字段的子记录无法归属于本记录' },
    detail: {
      en: '{via} cannot hold an owned list together: {lacking}. Change that field, or choose another.',
      zh: '“{via}”不能作为子表的归属字段：{lacking}。请修改该字段或改选其他字段。',
    },
  },
  list_required: {
    status: 422,
    title: { en: 'An owned list cannot be required', zh: '子表不能设为必填' },
    detail: {
      en: 'Take "required" out, and demand records by a rule, such as size(record.lines) > 0.',
      zh: '请取消必填，改用规则要求记录数，例如 size(record.lines) > 0。',
    },
  },
  action_wrong_workflow: {
    status: 422,
    title: { en: 'The workflow does not fit the button', zh: '工作流与按钮不匹配' },
    detail: {
      en: '"{workflow}" is not begun by hand for records of this object. Choose another, or give it the trigger "Button" or "Called by another workflow" with the same object.',
      zh: '“{workflow}”不能针对该对象的记录手动启动。请选择其他工作流，或将其触发器设为同一对象的“手动按钮”或“由其他工作流调用”。',
    },
  },
  action_asks_too_little: {
    status: 422,
    title: { en: 'The workflow asks for more', zh: '工作流还需要其他内容' },
    detail: {
      en: '"{workflow}" needs an answer to "{question}". Ask it under the name {name}.',
      zh: '“{workflow}”需要“{question}”的答案，请添加名为 {name} 的问题。',
    },
  },
  action_wrong_code: {
    status: 422,
    title: { en: 'The code is for other records', zh: '代码适用于其他对象' },
    detail: { en: '"{code}" is made for records of {object}.', zh: '“{code}”仅适用于对象 {object} 的记录。' },
  },
  action_without_object: {
    status: 422,
    title: { en: 'The button is about no record', zh: '按钮未关联记录' },
    detail: {
      en: 'This is for buttons on records. Say of which object they are, or take it out; without an object the button stands in the command palette alone.',
      zh: '此项仅适用于记录上的按钮。请指定对象或删除此项；未指定对象的按钮只出现在命令面板中。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
