import { expect, test } from 'vitest';
import { beginHistory, recordChange, redo, undo } from './undo-history.ts';

test('undo goes back to the beginning, redo to the end', () => {
  let history = beginHistory('a');
  history = recordChange(history, 'b');
  history = recordChange(history, 'c');
  expect(undo(undo(undo(history))).present).toBe('a');
  expect(redo(redo(redo(undo(undo(history))))).present).toBe('c');
});

test('a new change after an undo drops what was taken back', () => {
  const history = recordChange(undo(recordChange(beginHistory('a'), 'b')), 'c');
  expect(redo(history).present).toBe('c');
  expect(undo(history).present).toBe('a');
});

test('typing into one box is one step', () => {
  let history = recordChange(beginHistory('a'), 'b', 'label');
  history = recordChange(history, 'bc', 'label');
  history = recordChange(history, 'bcd', 'other');
  expect(undo(history).present).toBe('bc');
  expect(undo(undo(history)).present).toBe('a');
});

test('typing again after an undo is a step of its own', () => {
  const history = recordChange(undo(recordChange(beginHistory('a'), 'b', 'label')), 'c', 'label');
  expect(undo(history).present).toBe('a');
});

test('the same state is no change', () => {
  const history = beginHistory('a');
  expect(recordChange(history, 'a')).toBe(history);
});

test('a thousand steps can all be undone', () => {
  let history = beginHistory(0);
  for (let step = 1; step <= 1000; step += 1) history = recordChange(history, step);
  for (let step = 1; step <= 1000; step += 1) history = undo(history);
  expect(history.present).toBe(0);
});
