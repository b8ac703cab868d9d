import { StrataError } from '@stratacrm/sdk';
import { textSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const updateRecord: StepEngine = async ({ ctx, step, values, write }) => {
  const { value: id, type } = await values.evaluate(textSetting(step, 'record') || 'record');
  if (typeof id !== 'string' || type.type !== 'ref') throw new StrataError('run_record_gone', { step: step.id });
  const { object } = type as { object: string };
  const input = await values.record(step.settings['values']);
  const { issues, changes } = await write(ctx, object, { action: 'update', id, input });
  if (issues.some(({ code, path }) => path === '' && code === 'record_not_found'))
    throw new StrataError('run_record_gone', { step: step.id });
  if (issues.length > 0) throw new StrataError('invalid_input', {}, issues);
  const changed = Object.keys(changes).length > 0 ? 1 : 0;
  return { kind: 'done', output: { object, id, changes }, recordsChanged: changed };
};
