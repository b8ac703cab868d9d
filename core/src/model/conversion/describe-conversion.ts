import { fieldType, type DdlStep } from '@stratacrm/sdk';
import type { ColumnConversion } from '../physical/ddl-step.ts';

/** The conversion among the steps that people are shown. */
export function describeConversion({ from, to }: ColumnConversion): DdlStep {
  const [before, after] = [fieldType(from.field.type).label, fieldType(to.field.type).label];
  const field = `${to.field.object}.${to.field.name}`;
  return {
    phase: 'expand',
    text: {
      en: `Convert the values of ${field} from ${before.en} to ${after.en}, in chunks beside running traffic`,
      zh: `将 ${field} 的值由“${before.zh}”转换为“${after.zh}”，分批进行，不影响使用`,
    },
    sql: '',
  };
}
