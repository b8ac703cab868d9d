import type { Label } from '../label.ts';
import type { ExpressionType } from './expression-type.ts';

const NAMES: Record<ExpressionType['type'], Label> = {
  bool: { en: 'yes or no', zh: '是/否' },
  int: { en: 'a whole number', zh: '整数' },
  decimal: { en: 'a number', zh: '数值' },
  text: { en: 'a text', zh: '文本' },
  date: { en: 'a date', zh: '日期' },
  time: { en: 'a time of day', zh: '时间' },
  timestamp: { en: 'a date and time', zh: '日期时间' },
  duration: { en: 'a duration', zh: '时长' },
  place: { en: 'a place on the map', zh: '地理坐标' },
  json: { en: 'structured data', zh: '结构化数据' },
  null: { en: 'null', zh: '空值' },
  dyn: { en: 'anything', zh: '任意值' },
  list: { en: 'a list', zh: '列表' },
  ref: { en: 'a reference', zh: '引用' },
};

/** The type as people read it in an error. */
export function typeText(type: ExpressionType): Label {
  if (type.type === 'list' && type.of.type !== 'dyn') {
    const items = typeText(type.of);
    return { en: `a list (of ${items.en})`, zh: `列表（${items.zh}）` };
  }
  if (type.type === 'ref' && type.object !== '')
    return { en: `a reference to ${type.object}`, zh: `对 ${type.object} 的引用` };
  return NAMES[type.type];
}

export function isNumber(type: ExpressionType): boolean {
  return type.type === 'int' || type.type === 'decimal';
}

export function sameType(left: ExpressionType, right: ExpressionType): boolean {
  if (left.type === 'list' && right.type === 'list') return sameType(left.of, right.of);
  // A reference to any of several objects may be the same record as one to a single object.
  if (left.type === 'ref' && right.type === 'ref')
    return left.object === right.object || left.object === '' || right.object === '';
  return left.type === right.type;
}
