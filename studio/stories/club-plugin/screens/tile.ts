import { connect } from '@stratacrm/sdk/screen';

/** How many seats are free, beside the figures of others. */
const screen = await connect();
const seats = (await screen.call('free_seats')) as string[];
document.querySelector('#screen')!.textContent =
  `${screen.number(seats.length)} ${screen.text({ en: 'seats', zh: '个座位' })}`;
