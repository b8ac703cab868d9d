/** Search page and palette. */
export const en = {
  title: 'Search',
  placeholder: 'Search records, pages, actions…',
  records: 'Records',
  pages: 'Pages',
  actions: 'Actions',
  recent: 'Recent',
  searchAll: 'Search everywhere for “{text}”',
  nothing: 'Nothing found for “{text}”',
  nothingHint: 'Try fewer letters, or another spelling.',
  start: 'Type to search all records',
  startHint: 'Names, e-mails, phone numbers, texts; in Chinese also by pinyin.',
  everything: 'Everything',
  found: '{n} hits | {n} hit | {n} hits',
  settings: 'Settings',
};

export const zh: typeof en = {
  title: '搜索',
  placeholder: '搜索记录、页面、操作…',
  records: '记录',
  pages: '页面',
  actions: '操作',
  recent: '最近访问',
  searchAll: '在所有记录中搜索“{text}”',
  nothing: '没有找到“{text}”',
  nothingHint: '试试更短的关键词或其他写法。',
  start: '输入关键词，搜索所有记录',
  startHint: '可搜索名称、邮箱、电话和文本内容，支持拼音。',
  everything: '全部',
  found: '{n} 条结果 | {n} 条结果 | {n} 条结果',
  settings: '设置',
};
