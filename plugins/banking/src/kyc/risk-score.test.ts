import { describe, expect, it } from 'vitest';
import { riskScore } from './risk-score.ts';

describe('the risk of a customer', () => {
  it('adds up what speaks against him, a chain of owners that is open counted once', () => {
    expect(riskScore({}, { openChains: false })).toEqual({ score: 0, risk_class: 'low', reasons: [] });
    const remote = riskScore({ remote: true, complex_ownership: true }, { openChains: true });
    expect([remote.score, remote.risk_class, remote.reasons.length]).toEqual([30, 'medium', 2]);
    expect(riskScore({ pep: true }, { openChains: false }).risk_class).toBe('high');
    expect(riskScore({ sanction_hit: true, pep: true }, { openChains: true }).score).toBe(100);
  });

  it('is classed by the limits of whoever asks', () => {
    const strict = { openChains: false, limits: { medium_from: 5, high_from: 10 } };
    expect(riskScore({ remote: true }, strict).risk_class).toBe('high');
    expect(riskScore({}, strict).risk_class).toBe('low');
  });
});
