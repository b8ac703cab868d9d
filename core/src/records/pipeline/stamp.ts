import { instantText } from '@stratacrm/sdk';
import type { Context } from '../../kernel/context.ts';
import type { RecordState } from '../store/record-changes.ts';

/** What the system notes on every record that is written. */
export function stamp({ now, actor }: Context): RecordState {
  return { updated_at: instantText(now.getTime()), updated_by: actor.userId };
}
