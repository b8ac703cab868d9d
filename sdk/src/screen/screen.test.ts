import { expect, it } from 'vitest';
import { awaitPort } from './await-port.ts';
import { screenOf } from './connect.ts';
import type { ScreenContext, ScreenSurroundings } from './context.ts';
import type { Frame, FrameKey, FrameMessage, FramePort } from './frame.ts';
import { PORT_MESSAGE, SCREEN_LIMITS, type StudioMessage } from './messages.ts';

const SURROUNDINGS: ScreenSurroundings = {
  locale: 'zh',
  time_zone: 'Asia/Shanghai',
  currency: 'CNY',
  theme: 'dark',
  tokens: { '--ink': '#fff' },
  fill: false,
  user: { id: 'u', name: 'Pat' },
  plugin: { id: 'com.example.club', version: '1.0.0' },
};
const CONTEXT: ScreenContext = { mount: 'record_panel', object: 'account', record: 'a', version: 1 };

/** A frame of which only what the SDK touches is there, and the Studio's end of a real port. */
function framed() {
  const listeners = new Map<string, (event: FrameMessage & FrameKey) => void>();
  const { port1, port2 } = new MessageChannel();
  const said: string[] = [];
  const heard: unknown[] = [];
  let measure = () => {};
  const root = {
    lang: '',
    dataset: {} as Record<string, string | undefined>,
    style: { setProperty: (name: string, value: string) => void said.push(`${name}: ${value}`) },
    getBoundingClientRect: () => ({ height: 120.4 }),
  };
  const frame: Frame = {
    parent: { studio: true },
    document: { documentElement: root },
    ResizeObserver: class {
      constructor(told: () => void) {
        measure = told;
      }
      observe(): void {}
    },
    addEventListener: (event: string, listener: never) => void listeners.set(event, listener),
  };
  port1.on('message', (text: string) => heard.push(JSON.parse(text)));
  const hand = (source: unknown, data: unknown = PORT_MESSAGE, port: unknown = port2): void =>
    listeners.get('message')!({ data, source, ports: [port as FramePort] } as unknown as FrameMessage & FrameKey);
  const send = (message: StudioMessage): void => port1.postMessage(JSON.stringify(message));
  return { frame, root, said, heard, hand, send, measure: () => measure(), close: () => port1.close() };
}

it('takes its port from the window around it alone, and once', async () => {
  const { frame, hand, send, heard, close } = framed();
  const connection = awaitPort(frame);
  const forged = new MessageChannel();
  hand({ another: 'frame' }, PORT_MESSAGE, forged.port2);
  hand(frame.parent, 'something else', forged.port2);
  hand(frame.parent);
  hand(frame.parent, PORT_MESSAGE, forged.port2);
  send({ begin: { context: CONTEXT, surroundings: SURROUNDINGS } });
  const screen = screenOf(await connection, frame);
  expect(screen.context).toEqual(CONTEXT);
  await expect.poll(() => heard).toContainEqual({ tell: 'ready', given: {} });
  close();
  forged.port1.close();
});

it('asks, is answered or refused by name, wears the theme and says its height', async () => {
  const { frame, root, said, heard, hand, send, measure, close } = framed();
  const connection = awaitPort(frame);
  hand(frame.parent);
  send({ begin: { context: CONTEXT, surroundings: SURROUNDINGS } });
  const screen = screenOf(await connection, frame);
  expect(root).toMatchObject({ lang: 'zh-CN', dataset: { theme: 'dark', mount: 'record_panel' } });
  expect(said).toContain('--ink: #fff');
  expect(screen.text({ en: 'Seat', zh: '座位' })).toBe('座位');
  expect(screen.date('2026-11-22')).toBe('2026年11月22日');
  expect([screen.homeCurrency, screen.currency('1234.5', 'CNY'), screen.currency(-7, 'JPY')]).toEqual([
    'CNY',
    '¥1,234.50',
    '-JP¥7',
  ]);
  measure();
  const found = screen.records.query('account', { limit: 1 });
  const refused = screen.call('score', { id: 'a' });
  await expect
    .poll(() => heard)
    .toContainEqual({ ask: 2, method: 'call', given: { name: 'score', input: { id: 'a' } } });
  expect(heard).toContainEqual({ tell: 'height', given: { pixels: 121 } });
  send({ answer: 1, value: { data: [], page: { next: null } } });
  send({ answer: 2, error: { code: 'forbidden', title: 'No', message: 'You may not.', errors: [] } });
  expect(await found).toEqual({ data: [], page: { next: null } });
  await expect(refused).rejects.toMatchObject({ name: 'ScreenError', code: 'forbidden', message: 'You may not.' });
  await expect(screen.call('score', 'x'.repeat(SCREEN_LIMITS.message_bytes))).rejects.toMatchObject({
    code: 'screen_message_too_large',
  });
  // As lists and dashboards write them, whose Chinese and English the person may change meanwhile.
  send({ surroundings: { ...SURROUNDINGS, locale: 'en' } });
  await expect.poll(() => screen.locale).toBe('en');
  expect(screen.currency('90071992547409.93', 'CNY')).toBe('¥90,071,992,547,409.93');
  expect([screen.currency(1, 'USD'), screen.date('2026-11-22T16:30:00Z')]).toEqual(['$1.00', '23 Nov 2026']);
  expect(screen.datetime('2026-11-22T16:30:00Z')).toBe('23 Nov 2026, 00:30');
  let told = 0;
  screen.on('context', () => (told += 1));
  send({ context: { ...CONTEXT, version: 2 } });
  await expect.poll(() => [told, screen.context]).toEqual([1, { ...CONTEXT, version: 2 }]);
  close();
});
