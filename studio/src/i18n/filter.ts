/** Filters as sentences; the operators between field and value bring their own words. */
export const en = {
  operator: 'How it is compared',
  value: 'Value',
  from: 'From',
  to: 'To',
  days: 'days',
  or: ' or ',
  and: ', ',
  count: 'How many',
  ofThese: 'Of which holds',
  ofAll: 'All of them count',
  addWhere: 'Add what must hold',
  removeWhere: 'Leave this out',
};

export const zh: typeof en = {
  operator: '比较方式',
  value: '值',
  from: '从',
  to: '到',
  days: '天',
  or: ' 或 ',
  and: '，',
  count: '数量',
  ofThese: '满足以下条件',
  ofAll: '全部计入',
  addWhere: '添加条件',
  removeWhere: '去掉此条件',
};
