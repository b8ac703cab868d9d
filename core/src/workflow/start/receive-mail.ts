import type { WorkflowDocument } from '@stratacrm/sdk';
import type { Engine } from '../engine.ts';
import { matchingRecords } from '../../records/query/matching-records.ts';
import type { Catalog } from '../../model/catalog.ts';
import { refuseFlood } from '../doors/door.ts';
import { systemContext } from '../system-context.ts';
import { startFromOutside } from './start-from-outside.ts';

/** A mail as it came in. */
export interface ReceivedMail {
  /** Each address it is for, by the envelope. */
  to: readonly string[];
  from: string;
  name: string;
  subject: string;
  text: string;
  messageId: string;
}

/** Letters of a mail that a workflow is told. */
const LONGEST = 20_000;

/** Workflows that wait for mail to an address. */
export function mailWorkflows(catalog: Catalog, address: string): WorkflowDocument[] {
  const [local = ''] = address.toLowerCase().split('@');
  return [...catalog.workflows.values()].filter(
    ({ active, trigger: { type, settings } }) =>
      active && type === 'mail_received' && String(settings['address']).toLowerCase().split('@')[0] === local,
  );
}

/** Begins the workflows that wait for mail to one of these addresses, once for each mail. Answers with how many. */
export async function receiveMail(engine: Engine, mail: ReceivedMail): Promise<number> {
  const catalog = await engine.model.refresh();
  const waiting = new Set(mail.to.flatMap((address) => mailWorkflows(catalog, address)));
  let begun = 0;
  for (const workflow of waiting) {
    await refuseFlood(engine.database, workflow);
    const record = await senderOf(engine, catalog, workflow, mail.from);
    const results = {
      mail_from: mail.from,
      mail_name: mail.name,
      mail_subject: mail.subject.slice(0, 500),
      mail_text: mail.text.slice(0, LONGEST),
      mail_to: mail.to[0] ?? '',
    };
    const run = await engine.database.transaction((tx) =>
      startFromOutside(tx, engine.definitions, { workflow, record, results, occasion: `mail ${mail.messageId}` }),
    );
    if (run !== null) begun++;
  }
  return begun;
}

/** The record whose address the sender has; of several the first. */
async function senderOf(
  { database }: Engine,
  catalog: Catalog,
  { trigger: { settings } }: WorkflowDocument,
  from: string,
): Promise<{ object: string; id: string } | null> {
  const { object, field } = settings;
  if (typeof object !== 'string' || typeof field !== 'string' || !catalog.has(object)) return null;
  if (catalog.object(object).fields[field] === undefined) return null;
  const filter = `${field} == ${JSON.stringify(from.toLowerCase())}`;
  const [found] = await matchingRecords(systemContext(database, catalog), object, filter, { limit: 1 });
  return found === undefined ? null : { object, id: found.id };
}
