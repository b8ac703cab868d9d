/** What each key does, for the list behind `?`. */
export const en = {
  title: 'Keys',
  palette: 'Search and jump to anything',
  search: 'Search',
  create: 'New record',
  help: 'All keys',
  down: 'Next row',
  up: 'Previous row',
  open: 'Open the row',
  preview: 'Preview the row',
  select: 'Select the row',
  edit: 'Edit',
  save: 'Save',
  close: 'Close or leave',
  remove: 'Delete',
};

export const zh: typeof en = {
  title: '快捷键',
  palette: '搜索并跳转',
  search: '搜索',
  create: '新建记录',
  help: '全部快捷键',
  down: '下一行',
  up: '上一行',
  open: '打开该行',
  preview: '预览该行',
  select: '选择该行',
  edit: '编辑',
  save: '保存',
  close: '关闭或离开',
  remove: '删除',
};
