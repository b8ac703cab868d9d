/** How well a typed text fits a name; 0 is not at all. Chinese also by pinyin and by its initials: `kh` finds 客户. */
export type TextMatch = (name: string, typed: string) => number;

export function plainMatch(name: string, typed: string): number {
  const text = name.toLowerCase();
  const wanted = typed.toLowerCase();
  if (text === wanted) return 4;
  if (text.startsWith(wanted)) return 3;
  if (text.split(/[\s›·]+/).some((word) => word.startsWith(wanted))) return 2.5;
  return text.includes(wanted) ? 2 : 0;
}

let withPinyin: Promise<TextMatch> | undefined;

/** The pinyin table is large: fetched with the first palette, not with the first page. */
export function loadPinyinMatch(): Promise<TextMatch> {
  withPinyin ??= import('pinyin-pro').then(({ match }) => (name, typed) => {
    const plain = plainMatch(name, typed);
    if (plain > 0 || !/[\u3400-\u9fff]/.test(name)) return plain;
    return match(name, typed, { continuous: true, precision: 'start' }) === null ? 0 : 1.5;
  });
  return withPinyin;
}
