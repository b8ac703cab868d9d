import type { Handler, StepInput, StepOutput } from '@stratacrm/sdk';
import { idOf } from '../host-records.ts';
import { CLASS_LIMITS, riskScore } from './risk-score.ts';

/** Scores the check a workflow hands over, writes the score into it, and goes the way of its class. */
export const scoreRisk: Handler<StepInput, StepOutput> = async ({ record, settings }, host) => {
  const check = record === null ? null : await host.records.get('bank__kyc_check', record.id);
  if (check === null) return host.refuse({ en: 'Give it a KYC check.', zh: '请传入尽职调查记录。' });
  const company = idOf(check['account']);
  const openChains =
    company !== null && (await host.records.count('bank__owner', `company == "${company}" && role == "open"`)) > 0;
  const { score, risk_class, reasons } = riskScore(check, {
    openChains,
    limits: {
      medium_from: Number(settings['medium_from'] ?? CLASS_LIMITS.medium_from),
      high_from: Number(settings['high_from'] ?? CLASS_LIMITS.high_from),
    },
  });
  const lines = reasons.map(({ label, points }) => `+${points} ${label.zh} / ${label.en}`);
  await host.records.update('bank__kyc_check', check.id, {
    score,
    risk_class,
    score_of: lines.length === 0 ? '0' : lines.join('\n'),
  });
  return { outcome: risk_class, results: { score, risk_class } };
};
