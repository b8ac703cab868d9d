/** Filters as sentences; the operators between field and value bring their own words. */
export const en = {
  operator: 'How it is compared',
  value: 'Value',
  from: 'From',
  to: 'To',
  days: 'days',
  or: ' or ',
};

export const zh: typeof en = {
  operator: '比较方式',
  value: '值',
  from: '从',
  to: '到',
  days: '天',
  or: ' 或 ',
};
