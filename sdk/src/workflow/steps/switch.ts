import type { WorkflowStep } from '../../documents/workflow.ts';
import type { Outcome, StepKind } from '../step-kind.ts';

interface Case {
  name: string;
  condition: string;
}

/** The cases of a switch, in the order they are tried. */
export function casesOf({ settings }: Pick<WorkflowStep, 'settings'>): Case[] {
  return Array.isArray(settings['cases']) ? (settings['cases'] as unknown as Case[]) : [];
}

const OTHERWISE: Outcome = { name: 'otherwise', label: { en: 'Otherwise', zh: '否则' } };

export const switchStep = {
  name: 'switch',
  version: 1,
  label: { en: 'Switch', zh: '多路分支' },
  description: { en: 'Goes the way of the first case that holds.', zh: '走第一个成立的分支。' },
  icon: 'list-tree',
  effect: 'none',
  together: true,
  settings: [{ name: 'cases', type: 'cases', label: { en: 'Cases', zh: '分支' }, required: true }],
  outcomes: (step) => [...casesOf(step).map(({ name }) => ({ name, label: { en: name, zh: name } })), OTHERWISE],
} as const satisfies StepKind;
