import type { JsonObject, Label } from '@stratacrm/sdk';

/**
 * What raises the risk of money laundering, and by how many points. The elements – customer, region, business, industry – are
 * those of the People's Bank of China's guideline on risk assessment and customer classification (银发〔2013〕2号) and of FATF
 * Recommendation 10.
 */
export const FACTORS: readonly { field: string; points: number; label: Label }[] = [
  { field: 'sanction_hit', points: 100, label: { en: 'On a sanctions list', zh: '命中制裁名单' } },
  { field: 'pep', points: 45, label: { en: 'Politically exposed', zh: '政治公众人物' } },
  { field: 'high_risk_country', points: 35, label: { en: 'Ties to a high-risk country', zh: '涉及高风险国家或地区' } },
  { field: 'complex_ownership', points: 20, label: { en: 'Ownership hard to see through', zh: '股权结构复杂' } },
  { field: 'cash_intensive', points: 20, label: { en: 'Much cash', zh: '现金密集型业务' } },
  { field: 'remote', points: 10, label: { en: 'Never met in person', zh: '非面对面建立关系' } },
];

const OPEN_CHAIN: Label = { en: 'Owners not known to the end', zh: '股权未穿透至自然人' };
const OPEN_CHAIN_POINTS = 20;

/** From how many points on a check belongs to a class. */
export interface ClassLimits {
  medium_from: number;
  high_from: number;
}

export const CLASS_LIMITS: ClassLimits = { medium_from: 20, high_from: 45 };

export type RiskClass = 'low' | 'medium' | 'high';

export interface RiskScore {
  score: number;
  risk_class: RiskClass;
  /** What counted, with its points. */
  reasons: { label: Label; points: number }[];
}

/** The points of a check, and the class they lead to. */
export function riskScore(
  check: JsonObject,
  { openChains, limits = CLASS_LIMITS }: { openChains: boolean; limits?: ClassLimits },
): RiskScore {
  const reasons = FACTORS.filter(({ field }) => check[field] === true).map(({ label, points }) => ({ label, points }));
  if (openChains && check['complex_ownership'] !== true) reasons.push({ label: OPEN_CHAIN, points: OPEN_CHAIN_POINTS });
  const score = Math.min(
    100,
    reasons.reduce((sum, { points }) => sum + points, 0),
  );
  return { score, risk_class: classOf(score, limits), reasons };
}

function classOf(score: number, { medium_from: medium, high_from: high }: ClassLimits): RiskClass {
  if (score >= high) return 'high';
  return score >= medium ? 'medium' : 'low';
}
