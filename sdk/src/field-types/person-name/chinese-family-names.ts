/** Family names of two characters; all others have one. */
const TWO_CHARACTERS = new Set([
  '欧阳', '歐陽', '太史', '端木', '上官', '司马', '司馬', '东方', '東方', '独孤', '獨孤', '南宫', '南宮', '万俟', '闻人', '夏侯', '诸葛', '諸葛', '尉迟', '尉遲', '公羊', '赫连', '澹台', '皇甫', '宗政', '濮阳',
  '公冶', '太叔', '申屠', '公孙', '公孫', '慕容', '仲孙', '钟离', '鍾離', '长孙', '宇文', '司徒', '鲜于', '司空', '闾丘', '子车', '亓官', '司寇', '巫马', '公西', '颛孙', '壤驷', '公良', '漆雕', '乐正', '宰父',
  '谷梁', '拓跋', '夹谷', '轩辕', '令狐', '段干', '百里', '呼延', '东郭', '南门', '羊舌', '微生', '西门', '西門', '第五',
]); // prettier-ignore

/** A Chinese name as family and given name; a space or a middle dot may stand between them. */
export function splitChineseName(name: string): [family: string, given: string] {
  const [first = '', ...rest] = name.split(/[ ·・]/).filter((part) => part !== '');
  if (rest.length > 0) return [first, rest.join(' ')];
  const letters = [...first];
  const length = letters.length > 2 && TWO_CHARACTERS.has(letters.slice(0, 2).join('')) ? 2 : 1;
  return [letters.slice(0, length).join(''), letters.slice(length).join('')];
}
