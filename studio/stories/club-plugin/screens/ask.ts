import { connect } from '@stratacrm/sdk/screen';

/** Asks once more, and takes a seat for each of the chosen accounts. */
const screen = await connect();
const button = document.createElement('button');
button.textContent = screen.text({ en: 'Invite them', zh: '发出邀请' });
button.addEventListener('click', () => void invite());

async function invite(): Promise<void> {
  if (screen.context.mount !== 'action_dialog') return;
  for (const id of screen.context.records) await screen.records.update('account', id, { club__seat: '1A' });
  screen.done({ message: screen.text({ en: 'They are invited', zh: '邀请已发出' }) });
}
document.querySelector('#screen')!.append(button);
