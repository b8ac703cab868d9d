import type { JsonObject } from '@stratacrm/sdk';
import { connect, ScreenError } from '@stratacrm/sdk/screen';
import { element } from '../element.ts';
import './rate-desk.css';

const WORDS = {
  title: { en: 'What would this rate bring in a year?', zh: '按此利率，一年收益多少？' },
  product: { en: 'Product', zh: '产品' },
  currency: { en: 'Currency', zh: '币种' },
  amount: { en: 'Amount', zh: '金额' },
  rate: { en: 'Customer rate, % a year', zh: '客户利率（年，%）' },
  tenor: { en: 'Tenor in months', zh: '期限（月）' },
  margin: { en: 'Margin', zh: '利差收益' },
  expected_loss: { en: '− expected loss', zh: '− 预期损失' },
  costs: { en: '− costs', zh: '− 成本' },
  contribution: { en: 'Contribution', zh: '利润贡献' },
  break_even: { en: 'Nothing is left at a rate of', zh: '保本利率' },
  transfer: { en: 'Transfer rate', zh: 'FTP 利率' },
  months: { en: 'months', zh: '个月' },
  none: {
    en: 'There is no transfer curve, or no loan or deposit on sale.',
    zh: '尚无 FTP 曲线，或没有在售的贷款、存款产品。',
  },
};

const screen = await connect();
const place = document.querySelector('#screen') ?? document.body;

const { data: products } = await screen.records.query('bank__product', {
  fields: ['name', 'side', 'tenor_months'],
  filter: 'on_sale == true && side in ["asset", "liability"] && ftp_method != "none"',
  sort: 'side,name',
  limit: 200,
});

const curves = await screen.records.aggregate('bank__ftp_rate', {
  group_by: ['currency'],
  aggregates: { points: 'count()' },
});
const currency = element(
  'select',
  { name: 'currency' },
  ...curves.map((curve) => element('option', { value: String(curve['currency']) }, String(curve['currency']))),
) as HTMLSelectElement;

const product = element(
  'select',
  { name: 'product' },
  ...products.map(({ id, name }) => element('option', { value: id }, String(name))),
) as HTMLSelectElement;
const amount = number('amount', '1000000');
const rate = number('rate', '3.5');
const tenor = number('tenor_months', '');
const answer = element('div', { class: 'answer', 'aria-live': 'polite' });

function number(name: string, value: string): HTMLInputElement {
  return element('input', { name, value, inputmode: 'decimal', autocomplete: 'off' }) as HTMLInputElement;
}

function asked(word: keyof typeof WORDS, control: HTMLElement): HTMLElement {
  return element('label', {}, element('span', {}, screen.text(WORDS[word])), control);
}

function isNumber(text: string): boolean {
  return /^\d{1,15}(\.\d{1,6})?$/.test(text.trim());
}

let last = 0;

/** The latest question counts, whichever is answered first. */
async function work(): Promise<void> {
  const turn = ++last;
  const wrong = [amount, rate].filter((each) => !isNumber(each.value));
  for (const each of [amount, rate]) each.setAttribute('aria-invalid', String(wrong.includes(each)));
  if (wrong.length > 0 || product.value === '') return;
  const input: JsonObject = {
    product: product.value,
    amount: amount.value.trim(),
    rate: rate.value.trim(),
    currency: currency.value,
  };
  if (/^\d{1,3}$/.test(tenor.value.trim())) input['tenor_months'] = Number(tenor.value);
  try {
    const result = (await screen.call('quote', input)) as { [name: string]: string };
    if (turn === last) answer.replaceChildren(...shown(result));
  } catch (error) {
    if (!(error instanceof ScreenError)) throw error;
    if (turn === last) answer.replaceChildren(element('p', { class: 'wrong' }, error.message));
  }
}

function shown(result: { [name: string]: string }): HTMLElement[] {
  const money = (name: string): string => screen.currency(result[name] ?? '0', currency.value);
  const rows = (['margin', 'expected_loss', 'costs', 'contribution'] as const).map((name) =>
    element(
      'tr',
      { class: name },
      element('th', { scope: 'row' }, screen.text(WORDS[name])),
      element('td', {}, money(name)),
    ),
  );
  const loses = (result['contribution'] ?? '').startsWith('-');
  const percent = (name: string): string => `${screen.number(result[name] ?? '0', { maximumFractionDigits: 4 })} %`;
  const day = screen.date(result['ftp_day'] ?? '');
  return [
    element('table', { class: loses ? 'loses' : '' }, element('tbody', {}, ...rows)),
    element('p', {}, `${screen.text(WORDS.break_even)} `, element('strong', {}, percent('break_even'))),
    element(
      'p',
      { class: 'quiet' },
      `${screen.text(WORDS.transfer)} ${percent('ftp_rate')} · ${screen.number(Number(result['ftp_tenor']))} ${screen.text(WORDS.months)} · ${day}`,
    ),
  ];
}

function followTenor(): void {
  const chosen = products.find(({ id }) => id === product.value);
  tenor.placeholder = String(chosen?.['tenor_months'] ?? '');
  tenor.value = '';
}

function draw(): void {
  if (products.length === 0 || curves.length === 0)
    return place.replaceChildren(element('p', { class: 'quiet' }, screen.text(WORDS.none)));
  place.replaceChildren(
    element('h1', {}, screen.text(WORDS.title)),
    element(
      'div',
      { class: 'desk' },
      element(
        'form',
        {},
        asked('product', product),
        asked('currency', currency),
        asked('amount', amount),
        asked('rate', rate),
        asked('tenor', tenor),
      ),
      answer,
    ),
  );
}

currency.addEventListener('change', () => void work());
product.addEventListener('change', () => {
  followTenor();
  void work();
});
for (const each of [amount, rate, tenor]) each.addEventListener('input', () => void work());
screen.on('surroundings', () => {
  draw();
  void work();
});
draw();
followTenor();
await work();
