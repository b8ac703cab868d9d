import { numberText, traitsOf, type CompiledField } from '@stratacrm/sdk';
import { sequenceName } from '../../model/physical.ts';
import { trialNumbers } from '../store/trial-numbers.ts';
import { isSound, livingFields, type WriteBatch, type WriteStage } from './write-batch.ts';

/** Running numbers, drawn for all new records at once. Drawn last, so that a refused record costs no number. */
export const drawNumbers: WriteStage = {
  name: 'draw numbers',
  effect: true,
  async run(batch) {
    const creates = batch.writes.filter((write) => write.action === 'create' && isSound(write));
    if (creates.length === 0) return;
    for (const field of livingFields(batch.object).filter(isNumbered)) {
      const numbers = await draw(batch, field, creates.length);
      for (const [index, write] of creates.entries()) {
        const text = numberText(field.format, numbers[index]!);
        write.after[field.name] = text;
        write.changes[field.name] = [null, text];
      }
    }
  },
};

/** Those without gaps are drawn where they are stored. */
function isNumbered(field: CompiledField): boolean {
  return traitsOf(field).numbered && field.gap_free !== true;
}

async function draw({ ctx }: WriteBatch, field: CompiledField, count: number): Promise<string[]> {
  if (ctx.trial === true) return trialNumbers(count);
  const sequence = sequenceName(field);
  const { rows } = await ctx.db.query<{ number: string }>(
    'select nextval($1::regclass) as number from generate_series(1, $2::int)',
    [sequence, count],
    'draw_numbers',
  );
  return rows.map((row) => row.number);
}
