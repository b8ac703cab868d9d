import type { Connection } from './connection.ts';
import type { Frame } from './frame.ts';

/** Dresses the frame as the Studio around it, tells its height as that changes, and passes on the keys that leave it. */
export function wear(connection: Connection, frame: Frame): { fix(pixels: number): void } {
  const root = frame.document.documentElement;
  dress(connection, frame);
  connection.on('surroundings', () => dress(connection, frame));
  frame.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape' && connection.context.mount === 'action_dialog') connection.tell('cancel');
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    connection.tell('palette');
  });
  let fixed = false;
  let told = 0;
  const tell = (pixels: number): void => {
    if (pixels === told) return;
    told = pixels;
    connection.tell('height', { pixels });
  };
  new frame.ResizeObserver(() => {
    if (!fixed && !connection.surroundings.fill) tell(Math.ceil(root.getBoundingClientRect().height));
  }).observe(root);
  return {
    fix(pixels) {
      fixed = true;
      tell(pixels);
    },
  };
}

function dress({ surroundings, context }: Connection, { document: { documentElement: root } }: Frame): void {
  const { locale, theme, tokens, fill } = surroundings;
  root.lang = locale === 'zh' ? 'zh-CN' : 'en';
  root.dataset['theme'] = theme;
  root.dataset['mount'] = context.mount;
  if (fill) root.dataset['fill'] = '';
  else delete root.dataset['fill'];
  root.style.setProperty('color-scheme', theme);
  for (const [name, value] of Object.entries(tokens)) root.style.setProperty(name, value);
}
