import { label, type JsonObject, type PluginHost, type StepInput, type StepOutput } from '@stratacrm/sdk';
import { idOf } from '../ids.ts';

/** Where a touchpoint hurts, as a rule. */
const CAUSES: Readonly<Record<string, string>> = {
  baggage: 'baggage',
  check_in: 'seat',
  flight: 'service',
  boarding: 'delay',
  lounge: 'service',
};

/** The workflow step "Open a recovery": for a touchpoint that went wrong, unless one is open for the same journey. */
export async function openRecovery({ record, settings }: StepInput, host: PluginHost): Promise<StepOutput> {
  const fields = ['title', 'kind', 'member', 'segment', 'owner', 'comment'];
  const touchpoint = record === null ? null : await host.records.get('air__touchpoint', record.id, fields);
  const member = idOf(touchpoint?.['member']);
  if (touchpoint === null || member === null)
    return host.refuse(label('Give it a touchpoint of a member.', '请传入会员的体验触点。'));
  const open = await openOne(host, member, touchpoint);
  if (open !== null) return { outcome: 'known', results: { recovery: open } };
  const { id } = await host.records.create('air__recovery', {
    subject: String(touchpoint['title'] ?? host.text(label('Poor experience', '体验不佳'))),
    cause: settings['cause'] ?? CAUSES[String(touchpoint['kind'])] ?? 'other',
    points: settings['points'] ?? null,
    member,
    segment: idOf(touchpoint['segment']),
    touchpoint: touchpoint.id,
    owner: idOf(touchpoint['owner']),
  });
  return { results: { recovery: id } };
}

async function openOne(host: PluginHost, member: string, touchpoint: JsonObject): Promise<string | null> {
  const segment = idOf(touchpoint['segment']);
  const same =
    segment === null ? `touchpoint == ${JSON.stringify(touchpoint['id'])}` : `segment == ${JSON.stringify(segment)}`;
  const filter = `member == ${JSON.stringify(member)} && status in ["open", "approved"] && ${same}`;
  const { data } = await host.records.query('air__recovery', { filter, fields: ['id'], limit: 1 });
  return data[0]?.id ?? null;
}
