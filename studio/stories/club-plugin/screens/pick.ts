import { connect } from '@stratacrm/sdk/screen';

/** A seat is a row and a letter. */
const screen = await connect();
const input = document.createElement('input');
input.setAttribute('aria-label', screen.text({ en: 'Seat', zh: '座位' }));
input.value = screen.context.mount === 'field_editor' ? String(screen.context.value ?? '') : '';
input.addEventListener('input', () => {
  const right = /^\d{1,2}[A-F]$/.test(input.value);
  const error = screen.text({ en: 'A row and a letter, such as 12C.', zh: '请输入排号和字母，如 12C。' });
  screen.setValue(input.value, right ? {} : { error });
});
document.querySelector('#screen')!.append(input);
