import { label, type JsonObject, type PluginHost } from '@stratacrm/sdk';

/** A frequent flyer's contact. */
export type Member = JsonObject & { id: string };

/** The member who asks, or the one that staff name; refuses where there is none. */
export async function requireMember(host: PluginHost, given: string | undefined, fields: string[]): Promise<Member> {
  const which = given === undefined || given === '' ? 'id == user.record' : `id == ${JSON.stringify(given)}`;
  const { data } = await host.records.query('contact', {
    filter: `${which} && air__number != null`,
    fields: [...fields],
    limit: 1,
  });
  return (
    (data[0] as Member | undefined) ??
    host.refuse(label('Say which frequent flyer it is for.', '请指明是哪位常旅客会员。'), 'member')
  );
}
