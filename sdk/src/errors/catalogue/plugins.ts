import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of running plugins. Append-only. */
export const pluginErrors = {
  plugin_failed: {
    status: 422,
    title: { en: 'The plugin broke', zh: '插件执行出错' },
    detail: {
      en: '"{plugin}" broke in {handler}: {reason}. Its log knows more; report it to its publisher.',
      zh: '插件“{plugin}”在 {handler} 中出错：{reason}。详情见插件日志，请联系发布者。',
    },
  },
  plugin_refused: {
    status: 422,
    title: { en: 'A plugin says no', zh: '插件拒绝了操作' },
    detail: { en: '{message}', zh: '{message}' },
  },
  plugin_cpu_exceeded: {
    status: 503,
    title: { en: 'The plugin computes too long', zh: '插件计算时间超限' },
    detail: {
      en: '"{plugin}" used {used} ms of computing time in {handler}; {allowed} ms are allowed. It was stopped.',
      zh: '插件“{plugin}”在 {handler} 中占用了 {used} 毫秒计算时间，上限为 {allowed} 毫秒，已被终止。',
    },
  },
  plugin_timed_out: {
    status: 504,
    title: { en: 'The plugin takes too long', zh: '插件响应超时' },
    detail: {
      en: '"{plugin}" did not end {handler} within {allowed} ms. It was stopped; try again, or report it to its publisher.',
      zh: '插件“{plugin}”的 {handler} 未在 {allowed} 毫秒内结束，已被终止。请重试或联系发布者。',
    },
  },
  plugin_out_of_memory: {
    status: 503,
    title: { en: 'The plugin needs too much memory', zh: '插件内存超限' },
    detail: {
      en: '"{plugin}" wanted more than {allowed} MB of memory in {handler}. It was stopped.',
      zh: '插件“{plugin}”在 {handler} 中占用内存超过 {allowed} MB，已被终止。',
    },
  },
  plugin_crashed: {
    status: 503,
    title: { en: 'The plugin took its process down', zh: '插件导致其进程崩溃' },
    detail: {
      en: 'The process "{plugin}" runs in ended during {handler} ({reason}). Nothing else was affected.',
      zh: '插件“{plugin}”在 {handler} 中使其运行进程终止（{reason}），其他部分不受影响。',
    },
  },
  plugin_never_answers: {
    status: 503,
    title: { en: 'The plugin waits for nothing', zh: '插件永远不会返回' },
    detail: {
      en: '"{plugin}" waits in {handler} for something that never comes. Report it to its publisher.',
      zh: '插件“{plugin}”在 {handler} 中等待永远不会发生的事情，请联系发布者。',
    },
  },
  plugin_value_too_large: {
    status: 503,
    title: { en: 'Too much at once for a plugin', zh: '传给插件的数据过大' },
    detail: {
      en: 'What crosses between "{plugin}" and the server in {handler} is {used} bytes; {allowed} are allowed. Fetch or send it in pieces.',
      zh: '插件“{plugin}”与服务器在 {handler} 中交换的数据为 {used} 字节，上限为 {allowed} 字节，请分批处理。',
    },
  },
  plugin_bad_value: {
    status: 503,
    title: { en: 'The plugin gives what cannot be read', zh: '插件返回的数据无法读取' },
    detail: {
      en: '"{plugin}" in {handler}: {reason}. Only plain JSON crosses.',
      zh: '插件“{plugin}”的 {handler}：{reason}。只能传递普通 JSON 数据。',
    },
  },
  plugin_too_many_calls: {
    status: 503,
    title: { en: 'The plugin asks the server too often', zh: '插件调用服务器次数超限' },
    detail: {
      en: '"{plugin}" called the server more than {allowed} times in {handler}. Let it ask for many records at once.',
      zh: '插件“{plugin}”在 {handler} 中调用服务器超过 {allowed} 次，请改为批量查询。',
    },
  },
  plugin_too_many_rows: {
    status: 503,
    title: { en: 'The plugin touches too many records', zh: '插件读写记录数超限' },
    detail: {
      en: '"{plugin}" read or wrote more than {allowed} records in {handler}. Narrow its questions, or do it in a job.',
      zh: '插件“{plugin}”在 {handler} 中读写超过 {allowed} 条记录，请缩小范围或改用后台任务。',
    },
  },
  plugin_quota_spent: {
    status: 429,
    title: { en: 'The plugin has used up its minute', zh: '插件本分钟配额已用完' },
    detail: {
      en: '"{plugin}" has used all {allowed} {limit} of this minute. It goes on in {seconds} seconds.',
      zh: '插件“{plugin}”本分钟的 {limit} 配额（{allowed}）已用完，{seconds} 秒后恢复。',
    },
  },
  plugin_handler_missing: {
    status: 503,
    title: { en: 'The plugin lacks what it announces', zh: '插件缺少已声明的代码' },
    detail: {
      en: 'The code of "{plugin}" has no handler "{handler}", which its manifest names. Report it to its publisher.',
      zh: '插件“{plugin}”的清单声明了“{handler}”，但代码中不存在，请联系发布者。',
    },
  },
  plugin_does_not_load: {
    status: 503,
    title: { en: 'The plugin cannot be loaded', zh: '插件无法加载' },
    detail: {
      en: 'The code of "{plugin}" cannot be loaded: {reason}. Install another version.',
      zh: '插件“{plugin}”的代码无法加载：{reason}。请安装其他版本。',
    },
  },
  plugin_bad_answer: {
    status: 503,
    title: { en: 'The plugin answers wrongly', zh: '插件返回结果不符合约定' },
    detail: {
      en: '"{plugin}" in {handler}: expected {expected}. Report it to its publisher.',
      zh: '插件“{plugin}”的 {handler}：应返回{expected}，请联系发布者。',
    },
  },
  plugin_not_granted: {
    status: 403,
    title: { en: 'The plugin may not do that', zh: '插件没有该能力' },
    detail: {
      en: '"{plugin}" was not granted {capability}. Its manifest has to ask for it, and an administrator to grant it.',
      zh: '插件“{plugin}”未获得能力：{capability}。须在清单中声明并由管理员授予。',
    },
  },
  plugin_only_reads: {
    status: 403,
    title: { en: 'Nothing is changed from here', zh: '此处只能读取' },
    detail: {
      en: 'While a save or sign-in waits for "{plugin}" it may only read. Give values back, or use a hook that runs afterwards.',
      zh: '保存或登录等待插件“{plugin}”期间只能读取。请返回要设置的值，或改用事后钩子。',
    },
  },
  plugin_too_deep: {
    status: 409,
    title: { en: 'Plugins call each other in a circle', zh: '插件互相触发形成循环' },
    detail: {
      en: 'A change by "{plugin}" led to itself {depth} times over. Narrow its hooks so that its own changes do not call it again.',
      zh: '插件“{plugin}”的修改已连续触发 {depth} 层，请收窄钩子条件，避免被自身修改触发。',
    },
  },
  plugin_call_over: {
    status: 409,
    title: { en: 'The call has ended', zh: '调用已结束' },
    detail: {
      en: '"{plugin}" asked for something after its call {handler} had ended; it was not done.',
      zh: '插件“{plugin}”在调用 {handler} 结束后提出请求，未予执行。',
    },
  },
  plugin_unknown_method: {
    status: 400,
    title: { en: 'The host has no such method', zh: '宿主没有此方法' },
    detail: { en: 'The host has no "{method}".', zh: '宿主没有“{method}”。' },
  },
  plugin_bad_argument: {
    status: 400,
    title: { en: 'The host was asked wrongly', zh: '宿主调用参数错误' },
    detail: { en: '{method}: expected {expected}.', zh: '{method}：应为{expected}。' },
  },
  plugin_restarted: {
    status: 503,
    title: { en: 'The sandbox was restarted', zh: '沙箱已重启' },
    detail: {
      en: 'The process "{plugin}" ran in was stopped while it worked, after it had already changed something. Look at what it did, then try again.',
      zh: '插件“{plugin}”执行期间所在进程被停止，且其已产生部分更改。请核对后重试。',
    },
  },
  plugin_busy: {
    status: 503,
    title: { en: 'Plugins are busy', zh: '插件繁忙' },
    detail: {
      en: 'Too many calls wait for plugins ({waiting}). Try again in a moment.',
      zh: '等待插件处理的调用过多（{waiting}），请稍后重试。',
    },
  },
  plugin_switched_off: {
    status: 409,
    title: { en: 'The plugin is switched off', zh: '插件已停用' },
    detail: {
      en: '"{plugin}" is switched off. An administrator can switch it on again on its page.',
      zh: '插件“{plugin}”已停用，管理员可在插件页面重新启用。',
    },
  },
  unknown_plugin: {
    status: 404,
    title: { en: 'Unknown plugin', zh: '未知插件' },
    detail: { en: 'There is no plugin "{name}".{suggestion}', zh: '没有插件“{name}”。{suggestion}' },
  },
  unknown_plugin_part: {
    status: 404,
    title: { en: 'The plugin has no such part', zh: '插件没有该部分' },
    detail: { en: '"{plugin}" has no {kind} "{name}".', zh: '插件“{plugin}”没有 {kind}“{name}”。' },
  },
  sandbox_unavailable: {
    status: 503,
    title: { en: 'Plugins cannot run here', zh: '此环境无法运行插件' },
    detail: {
      en: 'The sandbox of plugins could not be started: {reason}. Their data stays; their code does not run.',
      zh: '插件沙箱无法启动：{reason}。插件数据仍在，代码暂不执行。',
    },
  },
  plugin_store_full: {
    status: 409,
    title: { en: "The plugin's store is full", zh: '插件存储已满' },
    detail: {
      en: '"{plugin}" keeps {used} bytes in its store; {allowed} are allowed. Delete what is not needed.',
      zh: '插件“{plugin}”的存储已用 {used} 字节，上限 {allowed} 字节，请清理不需要的内容。',
    },
  },
  unknown_action: {
    status: 404,
    title: { en: 'There is no such button', zh: '没有此操作按钮' },
    detail: {
      en: 'There is no button "{name}" here, or it is not for you.{suggestion}',
      zh: '没有操作按钮“{name}”，或您无权使用。{suggestion}',
    },
  },
  action_not_offered: {
    status: 409,
    title: { en: 'Not offered for this record', zh: '此记录不可执行该操作' },
    detail: {
      en: '"{action}" is not offered for this record as it now stands. Load it again.',
      zh: '记录的当前状态不可执行“{action}”，请重新加载。',
    },
  },
  action_needs_records: {
    status: 422,
    title: { en: 'No record is chosen', zh: '未选择记录' },
    detail: {
      en: '"{action}" is done to records. Choose at least one.',
      zh: '“{action}”须针对记录执行，请至少选择一条。',
    },
  },
  action_about_no_record: {
    status: 422,
    title: { en: 'It is about no record', zh: '该操作不针对记录' },
    detail: {
      en: '"{action}" is about no record. Leave the records out.',
      zh: '“{action}”不针对任何记录，请勿传入记录。',
    },
  },
  action_opens_screen: {
    status: 422,
    title: { en: 'It opens a screen', zh: '该操作会打开界面' },
    detail: {
      en: '"{action}" opens a screen of its plugin, which does the rest. There is nothing to run here.',
      zh: '“{action}”会打开插件界面，由该界面完成操作，此处无需执行。',
    },
  },
  comes_with_plugins: {
    status: 422,
    title: { en: 'It comes with a plugin alone', zh: '只能由插件提供' },
    detail: {
      en: 'A {kind} such as "{name}" belongs to a file of a plugin and comes with its package. Install a plugin that has it.',
      zh: '{kind}“{name}”对应插件中的文件，只能随插件包提供，请安装包含它的插件。',
    },
  },
  unsuitable_screen: {
    status: 422,
    title: { en: 'The screen is made for another place', zh: '该界面不适用于此处' },
    detail: {
      en: '{place}: the screen "{target}" is made for another place ({mount}), object or type of field. Choose another.',
      zh: '{place}：界面“{target}”适用于其他位置（{mount}）、对象或字段类型，请另选。',
    },
  },
  view_place_taken: {
    status: 422,
    title: { en: 'Two parts stand in one place', zh: '两个部分占用同一位置' },
    detail: {
      en: 'A card has one part at "{place}". Put the second at "line" or "figure", where there may be several.',
      zh: '卡片的“{place}”位置只能有一个部分，请将第二个放到可有多个的“line”或“figure”。',
    },
  },
  view_place_on_timeline: {
    status: 422,
    title: { en: 'Cards have no such place', zh: '卡片没有该位置' },
    detail: {
      en: 'Only a timeline has the place "{place}". Choose another, or make the arrangement a timeline.',
      zh: '只有时间轴才有“{place}”位置，请另选位置，或将排列方式改为时间轴。',
    },
  },
  timeline_without_begin: {
    status: 422,
    title: { en: 'The timeline does not know when anything begins', zh: '时间轴缺少开始时间' },
    detail: {
      en: 'Give it a part at "from", and say that it is required.',
      zh: '请添加一个位于“from”的部分，并设为必需。',
    },
  },
  unfilled_view_part: {
    status: 422,
    title: { en: 'A part of the view has no field', zh: '视图的某个部分未指定字段' },
    detail: {
      en: '{path}: the view type "{target}" needs a field for "{part}". Choose one.',
      zh: '{path}：视图类型“{target}”需要为“{part}”指定字段，请选择。',
    },
  },
  unknown_view_part: {
    status: 422,
    title: { en: 'The view type has no such part', zh: '视图类型没有该部分' },
    detail: {
      en: '{path}: the view type "{target}" has no part "{part}". Take it out, or name one it has.',
      zh: '{path}：视图类型“{target}”没有“{part}”这一部分，请删除或改用已有部分。',
    },
  },
  unknown_screen: {
    status: 404,
    title: { en: 'There is no such screen', zh: '没有该界面' },
    detail: {
      en: 'There is no screen "{name}", or it is not for you.{suggestion}',
      zh: '没有界面“{name}”，或您无权使用。{suggestion}',
    },
  },
  screen_message_refused: {
    status: 400,
    title: { en: 'The screen said what cannot be understood', zh: '插件界面发送了无法识别的消息' },
    detail: {
      en: 'A message of "{screen}" was refused: {reason}. Nothing was done.',
      zh: '界面“{screen}”的消息被拒绝：{reason}。未执行任何操作。',
    },
  },
  screen_message_too_large: {
    status: 413,
    title: { en: 'The screen said too much at once', zh: '插件界面的消息过大' },
    detail: {
      en: 'A message of "{screen}" has {used} characters; {allowed} are allowed. Nothing was done.',
      zh: '界面“{screen}”的消息有 {used} 个字符，上限为 {allowed}。未执行任何操作。',
    },
  },
  screen_too_many_messages: {
    status: 429,
    title: { en: 'The screen talks too much', zh: '插件界面发送消息过于频繁' },
    detail: {
      en: '"{screen}" sends more than {allowed} messages a second. What is beyond that is refused.',
      zh: '界面“{screen}”每秒发送超过 {allowed} 条消息，超出部分被拒绝。',
    },
  },
  screen_timed_out: {
    status: 504,
    title: { en: 'No answer in time', zh: '响应超时' },
    detail: {
      en: '"{screen}" asked for {method} and had no answer within {allowed} ms. Try again.',
      zh: '界面“{screen}”请求 {method}，{allowed} 毫秒内未得到响应，请重试。',
    },
  },
  screen_not_ready: {
    status: 504,
    title: { en: 'The screen does not answer', zh: '插件界面无响应' },
    detail: {
      en: '"{screen}" of the plugin "{plugin}" did not answer within {seconds} seconds. Load it again, or tell its publisher.',
      zh: '插件“{plugin}”的界面“{screen}”在 {seconds} 秒内无响应，请重新加载或联系发布者。',
    },
  },
  check_failed: {
    status: 422,
    title: { en: 'The value is not right', zh: '值不正确' },
    detail: { en: '{message}', zh: '{message}' },
  },
  unknown_part: {
    status: 404,
    title: { en: 'No plugin brings that', zh: '没有插件提供该内容' },
    detail: {
      en: 'No installed plugin brings a check or a type of field "{name}".{suggestion}',
      zh: '已安装的插件中没有名为“{name}”的校验或字段类型。{suggestion}',
    },
  },
  wrong_part_type: {
    status: 422,
    title: { en: 'Not made for this type of field', zh: '不适用于此字段类型' },
    detail: {
      en: '"{part}" is made for fields of the type {wanted}; this one is of the type {type}. Choose another.',
      zh: '“{part}”适用于类型为 {wanted} 的字段，该字段的类型为 {type}，请另选。',
    },
  },
  screen_stopped: {
    status: 409,
    title: { en: 'The screen was stopped', zh: '插件界面已停止' },
    detail: {
      en: '"{screen}" of the plugin "{plugin}" was stopped: {reason}. Nothing else was affected.',
      zh: '插件“{plugin}”的界面“{screen}”已停止：{reason}。其他部分不受影响。',
    },
  },
  connector_not_set_up: {
    status: 409,
    title: { en: 'The connector is not set up', zh: '连接器尚未配置完整' },
    detail: {
      en: '"{field}" of "{connector}" {needs}. Choose another field in its mapping.',
      zh: '连接器“{connector}”的“{field}”{needs}，请在字段对应中另选字段。',
    },
  },
  connector_busy: {
    status: 409,
    title: { en: 'It is at work already', zh: '连接器正在运行' },
    detail: {
      en: '"{connector}" is at work already. Wait until it has ended, or stop it.',
      zh: '连接器“{connector}”正在运行，请等待结束或先停止。',
    },
  },
  connector_cannot: {
    status: 422,
    title: { en: 'The connector does not do that', zh: '连接器不支持该操作' },
    detail: {
      en: '"{connector}" does not {what}. Its author would have to provide for it.',
      zh: '连接器“{connector}”不支持{what}，需由其作者提供。',
    },
  },
  connector_not_ended: {
    status: 409,
    title: { en: 'This run cannot be stopped', zh: '该次运行无法停止' },
    detail: { en: 'This run has ended already.', zh: '该次运行已经结束。' },
  },
  invalid_schedule: {
    status: 422,
    title: { en: 'Not a schedule', zh: '时间计划无效' },
    detail: {
      en: '"{value}" is no CRON line. Write it like */15 * * * * for every quarter of an hour.',
      zh: '“{value}”不是有效的 CRON 表达式，例如 */15 * * * * 表示每 15 分钟。',
    },
  },
  linked_record_missing: {
    status: 422,
    title: { en: 'There is no such record', zh: '找不到对应的记录' },
    detail: {
      en: 'No record whose {field} is "{value}" can be seen. Create it, or leave this field out of the mapping.',
      zh: '找不到{field}为“{value}”的记录。请先创建该记录，或取消此字段的对应。',
    },
  },
  linked_record_ambiguous: {
    status: 422,
    title: { en: 'Several records could be meant', zh: '对应的记录不唯一' },
    detail: {
      en: 'Several records have "{value}" as their {field}. Merge them, or map by a field that is unique.',
      zh: '有多条记录的{field}为“{value}”。请合并这些记录，或改用唯一字段对应。',
    },
  },
  plugin_setting_missing: {
    status: 409,
    title: { en: 'A setting of the plugin is empty', zh: '插件设置尚未填写' },
    detail: {
      en: '"{plugin}" needs "{setting}". Fill it in under Settings on the plugin\'s page.',
      zh: '插件“{plugin}”需要“{setting}”，请在插件页面的“设置”中填写。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
