import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of signing in and of rights. Append-only. */
export const accessErrors = {
  unauthenticated: {
    status: 401,
    title: { en: 'Please sign in', zh: '请先登录' },
    detail: { en: 'The session or key is missing or has ended.', zh: '会话或密钥缺失或已失效。' },
  },
  bad_credentials: {
    status: 401,
    title: { en: 'E-mail or password is wrong', zh: '邮箱或密码错误' },
    detail: { en: 'Check both and try again.', zh: '请核对后重试。' },
  },
  forbidden: {
    status: 403,
    title: { en: 'Not allowed', zh: '没有权限' },
    detail: { en: 'None of your roles allows you to {verb} {object}.', zh: '您的角色均不允许{verb}{object}。' },
  },
  forbidden_row: {
    status: 403,
    title: { en: 'Not allowed for this record', zh: '对此记录没有权限' },
    detail: { en: 'Your roles do not allow you to {verb} this record.', zh: '您的角色不允许{verb}这条记录。' },
  },
  forbidden_field: {
    status: 403,
    title: { en: 'Not allowed for this field', zh: '对此字段没有权限' },
    detail: { en: 'Your roles do not allow you to change {label}.', zh: '您的角色不允许修改{label}。' },
  },
  csrf: {
    status: 403,
    title: { en: 'The request came from another site', zh: '请求来自其他网站' },
    detail: {
      en: 'Send the request from the Strata page itself or with a token.',
      zh: '请从 Strata 页面或使用令牌发送请求。',
    },
  },
  sign_in_locked: {
    status: 429,
    title: { en: 'Too many failed attempts', zh: '登录失败次数过多' },
    detail: { en: 'Signing in is blocked for {seconds} seconds.', zh: '请在 {seconds} 秒后再登录。' },
  },
  weak_password: {
    status: 422,
    title: { en: 'The password is too weak', zh: '密码强度不足' },
    detail: {
      en: 'Use {min} to {max} characters, not a common password, one or two repeated characters, or the e-mail address.',
      zh: '请使用 {min} 到 {max} 个字符，不要使用常见密码、只由一两种字符组成的密码或邮箱地址。',
    },
  },
  forbidden_right: {
    status: 403,
    title: { en: 'Not allowed', zh: '没有权限' },
    detail: {
      en: 'This needs the right to {right}, which none of your roles gives.',
      zh: '此操作需要“{right}”的权限，您的角色均未授予。',
    },
  },
  beyond_own_rights: {
    status: 403,
    title: { en: 'More than you hold yourself', zh: '超出您自己的权限' },
    detail: {
      en: 'The role {role} allows more than your own roles do; ask somebody who holds it.',
      zh: '角色“{role}”的权限超出您自己的权限，请联系拥有该权限的人。',
    },
  },
  last_administrator: {
    status: 409,
    title: { en: 'The last administrator', zh: '最后一位管理员' },
    detail: {
      en: 'Nobody could configure the workspace and manage its users afterwards. Make somebody else administrator first.',
      zh: '此后将无人能够配置工作区和管理用户，请先将其他人设为管理员。',
    },
  },
  circular_team: {
    status: 422,
    title: { en: 'The teams would form a circle', zh: '团队层级形成循环' },
    detail: { en: 'A team cannot stand beneath itself.', zh: '团队不能位于其自身之下。' },
  },
  second_factor_required: {
    status: 401,
    title: { en: 'Enter your code', zh: '请输入验证码' },
    detail: {
      en: 'Send the six digits of your authenticator app, or a recovery code, as "code" with e-mail and password.',
      zh: '请将身份验证器中的六位验证码或恢复代码作为 code，与邮箱和密码一起提交。',
    },
  },
  bad_code: {
    status: 401,
    title: { en: 'The code is wrong or used up', zh: '验证码错误或已使用' },
    detail: {
      en: 'This is not the code of the moment, or it was used before. Enter the one that your app shows next, or a recovery code that you have not used.',
      zh: '验证码不正确或已使用过。请输入身份验证器中的下一个验证码，或一个未用过的恢复代码。',
    },
  },
  second_factor_needed: {
    status: 403,
    title: { en: 'A second factor is needed', zh: '需要启用两步验证' },
    detail: {
      en: 'One of your roles demands a code beside the password. Set it up first.',
      zh: '您的角色要求启用两步验证，请先完成设置。',
    },
  },
  second_factor_on: {
    status: 409,
    title: { en: 'The second factor is already on', zh: '两步验证已启用' },
    detail: { en: 'Turn it off first to set up another device.', zh: '如需更换设备，请先关闭两步验证。' },
  },
  second_factor_kept: {
    status: 409,
    title: { en: 'The second factor has to stay', zh: '不能关闭两步验证' },
    detail: { en: 'One of your roles demands it.', zh: '您的角色要求启用两步验证。' },
  },
  sign_on_failed: {
    status: 401,
    title: { en: 'Single sign-on did not work', zh: '单点登录未成功' },
    detail: {
      en: 'The provider could not be reached, or its answer was too old or not for this browser. Try again.',
      zh: '无法连接身份提供方，或其答复已过期、并非发给此浏览器。请重试。',
    },
  },
  sign_on_no_account: {
    status: 403,
    title: { en: 'There is no account for you here', zh: '此处没有您的账号' },
    detail: {
      en: 'Ask an administrator to add you, with the e-mail address you have at the provider.',
      zh: '请联系管理员，用您在身份提供方的邮箱为您添加账号。',
    },
  },
  team_in_use: {
    status: 409,
    title: { en: 'The team is in use', zh: '团队正在使用' },
    detail: {
      en: '"{name}" has people: {people}, teams beneath it: {teams}, records that name it: {records}. Move them first.',
      zh: '“{name}”尚有成员 {people} 人、下级团队 {teams} 个、引用它的记录 {records} 条，请先将其移走。',
    },
  },
  wrong_password: {
    status: 422,
    title: { en: 'The password is wrong', zh: '密码错误' },
    detail: { en: 'This is not your present password.', zh: '这不是您当前的密码。' },
  },
  share_not_yours: {
    status: 403,
    title: { en: 'You may not share this record', zh: '您不能共享此记录' },
    detail: {
      en: 'Its owner may, and whoever has a role that allows to share it. What you hold only through a share you cannot pass on. Ask the owner.',
      zh: '只有负责人或具有共享权限的角色可以共享。仅通过共享获得的权限不能再转给他人，请联系负责人。',
    },
  },
  share_beyond_own: {
    status: 403,
    title: { en: 'More than you may do yourself', zh: '超出您自己的权限' },
    detail: {
      en: 'You may see this record but not change it, so you can share it for reading only.',
      zh: '您只能查看、不能修改此记录，因此只能以“只读”方式共享。',
    },
  },
  share_in_the_past: {
    status: 422,
    title: { en: 'The share would have ended already', zh: '共享的截止时间已过' },
    detail: { en: 'Choose a moment in the future, or none.', zh: '请选择将来的时间，或不设截止时间。' },
  },
  share_without_effect: {
    status: 422,
    title: { en: 'The share would have no effect', zh: '共享不会生效' },
    detail: {
      en: 'A share adds a record to those somebody sees, but none of the roles of {name} opens any {object}. Have a role given first.',
      zh: '共享只能增加对方可见的记录，而{name}的角色均不能查看{object}，请先为其授予角色。',
    },
  },
  not_read_everywhere: {
    status: 403,
    title: { en: 'Not allowed for every record', zh: '并非对所有记录都有权限' },
    detail: {
      en: 'Values of all records are shown here, and your roles do not let you read {label} in every record.',
      zh: '此处显示所有记录的值，而您的角色不能读取每条记录的{label}。',
    },
  },
  portal_roles_only: {
    status: 422,
    title: { en: 'Not a role for portal users', zh: '该角色不适用于门户用户' },
    detail: {
      en: 'Somebody from outside can have only roles that are made for portal users; "{role}" is not.',
      zh: '外部用户只能具有门户角色，“{role}”不是门户角色。',
    },
  },
  portal_closed: {
    status: 403,
    title: { en: 'Not open to portal users', zh: '不对门户用户开放' },
    detail: {
      en: 'Users, teams and what others share with everybody are for the people of the workspace.',
      zh: '用户、团队以及面向所有人共享的内容仅对工作区内部人员开放。',
    },
  },
  secret_not_exported: {
    status: 403,
    title: { en: 'Secret fields are not exported', zh: '机密字段不可导出' },
    detail: {
      en: '{fields}: secret, or worked out from what is. Leave it out, or ask for a role with the right to export secret fields.',
      zh: '{fields}为机密字段，或由机密字段计算得出。请去掉该列，或申请具有“导出机密字段”权限的角色。',
    },
  },
  see_as_reads_only: {
    status: 403,
    title: { en: 'You only look', zh: '当前仅可查看' },
    detail: {
      en: 'You see the workspace through the eyes of somebody else; nothing can be changed so. Stop it first.',
      zh: '您正在以他人的视角查看工作区，不能做任何更改。请先退出该视角。',
    },
  },
  see_as_not_possible: {
    status: 422,
    title: { en: 'Not through these eyes', zh: '无法使用该视角' },
    detail: {
      en: 'Choose somebody else who may sign in, and ask from the browser: an API key has no session.',
      zh: '请选择可以登录的其他用户，并在浏览器中操作：API 密钥没有会话。',
    },
  },
  key_in_the_past: {
    status: 422,
    title: { en: 'The key would have ended already', zh: '密钥的截止时间已过' },
    detail: { en: 'Choose a moment in the future, or none.', zh: '请选择将来的时间，或不设截止时间。' },
  },
  outside_own_teams: {
    status: 403,
    title: { en: 'Outside the teams you manage', zh: '超出您所管理的团队' },
    detail: {
      en: 'You may manage people who belong only to the teams you manage, and those teams beneath your own. Choose one of them, or ask somebody who manages all users.',
      zh: '您只能管理仅属于您所管理团队的人员，以及您团队之下的团队。请从中选择，或联系可管理全部用户的管理员。',
    },
  },
  key_outlives_its_maker: {
    status: 422,
    title: { en: 'The key would last longer than the one it is made with', zh: '密钥的有效期超过了创建它的密钥' },
    detail: {
      en: 'Choose a moment no later than the end of the key you are using, or sign in and make it there.',
      zh: '请选择不晚于当前密钥到期的时间，或登录后再创建。',
    },
  },
  bad_first_code: {
    status: 422,
    title: { en: 'The code does not fit', zh: '验证码不正确' },
    detail: {
      en: 'Enter the six digits that your app shows now for this key. If they are refused again, set the clock of the device right.',
      zh: '请输入身份验证器当前为此密钥显示的六位数字。如仍不正确，请校准设备的时间。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
