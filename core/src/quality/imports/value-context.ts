import type { ValueContext } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';

/** What a text in a file means depends on who wrote it: his language, time zone, and the workspace's currency. */
export function valueContext(ctx: AccessContext): ValueContext {
  const { currency, phone_country } = ctx.catalog.model.workspace;
  return { locale: ctx.locale, time_zone: ctx.actor.timeZone, currency, phone_country };
}
