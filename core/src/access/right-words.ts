import type { Label, SystemRight } from '@stratacrm/sdk';

/** What each right allows, in words that continue `They can …`. */
export const RIGHT_WORDS: Readonly<Record<SystemRight, Label>> = {
  configure: { en: 'configure the workspace', zh: '配置工作区' },
  manage_users: { en: 'manage users', zh: '管理用户' },
  manage_team_users: { en: 'manage the users of the teams they manage', zh: '管理其所管理团队的用户' },
  import: { en: 'import files', zh: '导入文件' },
  api_keys: { en: 'make API keys', zh: '创建 API 密钥' },
  view_audit: { en: 'read the audit log', zh: '查看审计日志' },
  privacy: { en: 'find, export and anonymise personal data', zh: '查找、导出和匿名化个人数据' },
  purge: { en: 'delete records for good', zh: '彻底删除记录' },
  export_secret: { en: 'export secret fields', zh: '导出机密字段' },
};
