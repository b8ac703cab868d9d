import { dateAt } from '@stratacrm/sdk';
import type { Context } from '../kernel/context.ts';

/** The day it is for whoever reads. */
export function todayOf({ now, actor }: Context): string {
  return dateAt(now.getTime(), actor.timeZone) ?? now.toISOString().slice(0, 10);
}
