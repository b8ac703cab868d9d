import { connect } from '@stratacrm/sdk/screen';
import './desk.css';

/** Accounts and how many there are, and the way to each. */
const screen = await connect();
const root = document.querySelector('#screen')!;
root.className = 'desk';
const { data, count } = await screen.records.query('account', {
  fields: ['name'],
  sort: 'name',
  limit: 5,
  count: 'exact',
});
const head = document.createElement('h2');
head.textContent = `${screen.text({ en: 'Accounts', zh: '客户' })} ${screen.number(count ?? 0)}`;
root.append(
  head,
  ...data.map((account) => {
    const button = document.createElement('button');
    button.textContent = String(account['name']);
    button.addEventListener('click', () => void screen.open({ object: 'account', record: account.id }));
    return button;
  }),
);

const guest = document.createElement('button');
guest.textContent = screen.text({ en: 'Choose a guest', zh: '选择来宾' });
guest.addEventListener('click', () => void choose());

async function choose(): Promise<void> {
  const picked = await screen.pickRecord('account', { title: guest.textContent ?? '' });
  head.textContent = picked === null ? '–' : screen.text({ en: `Guest: ${picked.name}`, zh: `来宾：${picked.name}` });
}
root.append(guest);
