/** What one is told in the product. */
export const en = {
  title: 'Notifications',
  unread: 'Notifications: nothing new | Notifications: {n} new | Notifications: {n} new',
  readAll: 'Mark all as read',
  all: 'All notifications',
  recent: 'What you changed just now',
  none: 'Nothing new',
  noneHint: 'Workflows tell you here what concerns you.',
  byMail: 'By mail too',
};

export const zh: typeof en = {
  title: '通知',
  unread: '通知：没有新消息 | 通知：{n} 条新消息 | 通知：{n} 条新消息',
  readAll: '全部标为已读',
  all: '全部通知',
  recent: '您刚才的更改',
  none: '没有新消息',
  noneHint: '工作流会在此告知与您相关的事项。',
  byMail: '同时发送邮件',
};
