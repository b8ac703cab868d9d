import { expect, test } from 'vitest';
import { WRITE_STAGES } from './write-pipeline.ts';

test('the stages stand in the order that is promised', () => {
  expect(WRITE_STAGES.map((stage) => stage.name)).toEqual([
    'authorise object',
    'refuse repeats',
    'parse values',
    'convert amounts',
    'authorise fields',
    'load current',
    'locks',
    'keep what is hidden',
    'defaults',
    'before hooks',
    'types of plugins',
    'files',
    'owned lists',
    'formulas',
    'field terms',
    'validate',
    'checks of plugins',
    'process guards',
    'time limits',
    'references',
    'authorise resulting row',
    'note changes',
    'dependants',
    'restored tree',
    'draw numbers',
    'store',
    'moves to approve',
    'observe rules',
    'after commit',
  ]);
});

test('nothing has an effect before everything has been checked', () => {
  const first = WRITE_STAGES.findIndex((stage) => stage.effect === true);
  expect(WRITE_STAGES.slice(first).every((stage) => stage.effect === true)).toBe(true);
});
