import type { CompiledObject, HistoryEntry } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { daysInStage, mayMove, pathStages, requiredFor } from './stage-time.ts';

const entry = (at: string, action: HistoryEntry['action'], field?: string): HistoryEntry => ({
  at,
  by: null,
  action,
  cause: { kind: 'screen' },
  release: 1,
  version: 1,
  changes: field === undefined ? [] : [{ field, from: 'a', to: 'b' }],
});

const deal = {
  fields: { stage: {}, reason: {} },
  process: {
    field: 'stage',
    stages: [
      { id: 'new', category: 'open' },
      { id: 'offer', category: 'open' },
      { id: 'won', category: 'won' },
      { id: 'lost', category: 'lost' },
    ],
    transitions: [
      { id: '1', from: 'new', to: 'offer' },
      { id: '2', from: '*', to: 'lost', requires: ['reason', 'gone'] },
    ],
  },
} as unknown as CompiledObject;

describe('time in a stage', () => {
  const now = new Date('2026-11-21T12:00:00Z');

  it('counts from the last change of the stage', () => {
    const history = [
      entry('2026-11-01T00:00:00Z', 'create', 'stage'),
      entry('2026-11-09T00:00:00Z', 'update', 'stage'),
      entry('2026-11-20T00:00:00Z', 'update', 'name'),
    ];
    expect(daysInStage(history, 'stage', now)).toBe(12);
  });

  it('counts from the creation where it never changed, and says nothing without a history', () => {
    expect(daysInStage([entry('2026-11-20T00:00:00Z', 'create')], 'stage', now)).toBe(1);
    expect(daysInStage([], 'stage', now)).toBeNull();
  });
});

describe('moving between stages', () => {
  it('follows the transitions, also those from anywhere', () => {
    expect(mayMove(deal.process!, 'new', 'offer')).toBe(true);
    expect(mayMove(deal.process!, 'offer', 'new')).toBe(false);
    expect(mayMove(deal.process!, 'offer', 'lost')).toBe(true);
    expect(mayMove({ ...deal.process!, transitions: [] }, 'offer', 'new')).toBe(true);
  });

  it('asks for what the transition requires, as far as there is such a field', () => {
    expect(requiredFor(deal, deal.process!, 'offer', 'lost')).toEqual(['reason']);
    expect(requiredFor(deal, deal.process!, 'new', 'offer')).toEqual([]);
  });

  it('draws the end a record came to, else the good one', () => {
    expect(pathStages(deal.process!.stages, 'new').map((stage) => stage.id)).toEqual(['new', 'offer', 'won']);
    expect(pathStages(deal.process!.stages, 'lost').map((stage) => stage.id)).toEqual(['new', 'offer', 'lost']);
  });
});
