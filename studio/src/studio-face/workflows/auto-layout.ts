import { Graph, layout } from '@dagrejs/dagre';
import type { WorkflowDocument } from '@stratacrm/sdk';

export interface Point {
  x: number;
  y: number;
}

export const CARD_WIDTH = 240;
export const CARD_HEIGHT = 88;

/** The id under which the trigger stands on the canvas. */
export const TRIGGER = '~trigger';

/** Where every card stands: where it was put, or, if one was never put, where a tidy drawing would have it. */
export function placesOf(document: WorkflowDocument): Map<string, Point> {
  const tidy = tidyPlaces(document);
  const placed = document.steps.length > 0 && document.steps.every((step) => step.at !== undefined);
  if (!placed) return tidy;
  const top = document.steps.find((step) => step.id === document.first)?.at ?? { x: 0, y: 0 };
  return new Map([
    [TRIGGER, { x: top.x, y: top.y - CARD_HEIGHT - 64 }],
    ...document.steps.map((step): [string, Point] => [step.id, step.at!]),
  ]);
}

/** A drawing from above to below with few crossings. */
export function tidyPlaces({ steps, first }: WorkflowDocument): Map<string, Point> {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 48, ranksep: 72 });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(steps.map((step) => step.id));
  for (const id of [TRIGGER, ...known]) graph.setNode(id, { width: CARD_WIDTH, height: CARD_HEIGHT });
  if (first !== undefined && known.has(first)) graph.setEdge(TRIGGER, first);
  for (const step of steps) for (const to of Object.values(step.next)) if (known.has(to)) graph.setEdge(step.id, to);
  layout(graph);
  return new Map(
    graph.nodes().map((id): [string, Point] => {
      const { x, y } = graph.node(id) as Point;
      return [id, { x: Math.round(x - CARD_WIDTH / 2), y: Math.round(y - CARD_HEIGHT / 2) }];
    }),
  );
}
