import { connect } from '@stratacrm/sdk/screen';
import { element } from '../element.ts';
import { drawMap } from './draw-map.ts';
import { drawOwners } from './draw-owners.ts';
import { loadRelations } from './load-relations.ts';
import './relations.css';

const screen = await connect();
const place = document.querySelector('#screen') ?? document.body;
const NOT_FOR_YOU = { en: 'Relationships are not shown to you.', zh: '您无权查看关系。' };
let drawnWidth = 0;

async function show(): Promise<void> {
  const { context } = screen;
  if (context.mount !== 'record_panel') return;
  const relations = await loadRelations(screen, context.object, context.record).catch(() => null);
  if (relations === null) {
    redraw = () => {};
    place.replaceChildren(element('p', { class: 'quiet' }, screen.text(NOT_FOR_YOU)));
    return;
  }
  const draw = (): void => {
    drawnWidth = document.documentElement.clientWidth;
    const owners = relations.owners.length > 0 ? [drawOwners(screen, relations.owners)] : [];
    place.replaceChildren(drawMap(screen, relations, drawnWidth), ...owners);
  };
  draw();
  redraw = draw;
}

let redraw: () => void = () => {};
// Its own height changes with every drawing; only another width is a reason for the next.
new ResizeObserver(() => {
  if (document.documentElement.clientWidth !== drawnWidth) redraw();
}).observe(document.documentElement);
screen.on('context', () => void show());
screen.on('surroundings', () => redraw());
await show();
