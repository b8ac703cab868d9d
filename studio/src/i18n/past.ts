/** Records as they were at a moment that has passed. */
export const en = {
  look: 'As it was on …',
  lookRecord: 'See it as it was …',
  banner: 'As it was on {moment}',
  hint: 'Nothing can be changed here. Who may see a record is decided by the rights of today.',
  moment: 'Moment',
  back: 'Back to now',
  changes: 'Saved moments',
  earlier: 'The change before',
  later: 'The change after',
  seeThen: 'See the record at this moment',
  notThere: 'At that moment there was no such record',
  notThereHint: 'It was made later, had been deleted, or you may not see it as it was then.',
  emptyTitle: 'There was nothing at that moment',
  future: 'Choose a moment that has passed.',
};

export const zh: typeof en = {
  look: '查看历史时点……',
  lookRecord: '查看历史时点……',
  banner: '{moment} 时的数据',
  hint: '历史数据只能查看，不能修改；能看到哪些记录以当前权限为准。',
  moment: '时点',
  back: '返回当前',
  changes: '各次修改',
  earlier: '上一次修改',
  later: '下一次修改',
  seeThen: '查看记录在此刻的内容',
  notThere: '该时点没有此记录',
  notThereHint: '记录当时尚未创建、已被删除，或您无权查看当时的内容。',
  emptyTitle: '该时点没有记录',
  future: '请选择过去的时点。',
};
