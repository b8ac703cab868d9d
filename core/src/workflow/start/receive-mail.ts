import { MAIL_FILE, MAIL_FILES, StrataError, type WorkflowDocument } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { FileVault } from '../../kernel/files/file-vault.ts';
import type { MailFile } from '../../kernel/mail/mail-receiver.ts';
import type { Engine } from '../engine.ts';
import { holdFiles } from '../../records/files/file-row.ts';
import { plainName, takeInFile } from '../../records/files/upload-file.ts';
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
  files: readonly MailFile[];
  messageId: string;
}

/** Letters of a mail that a workflow is told. */
const LONGEST = 20_000;
/** Files of a mail that a workflow is told. */
const MOST_FILES = 50;

/** Workflows that wait for mail to an address. */
export function mailWorkflows(catalog: Catalog, address: string): WorkflowDocument[] {
  const [local = ''] = address.toLowerCase().split('@');
  return [...catalog.workflows.values()].filter(
    ({ active, trigger: { type, settings } }) =>
      active && type === 'mail_received' && String(settings['address']).toLowerCase().split('@')[0] === local,
  );
}

/** Begins the workflows that wait for mail to one of these addresses, once for each mail. Answers with how many. */
export async function receiveMail(engine: Engine, vault: FileVault, mail: ReceivedMail): Promise<number> {
  const catalog = await engine.model.refresh();
  const waiting = new Set(mail.to.flatMap((address) => mailWorkflows(catalog, address)));
  let begun = 0;
  for (const workflow of waiting) {
    await refuseFlood(engine.database, workflow);
    const record = await senderOf(engine, catalog, workflow, mail.from);
    const occasion = `mail ${mail.messageId}`;
    if (await hasCome(engine.database, workflow, occasion)) continue;
    const { ids, names, refused } = await keepFiles(engine.database, vault, workflow, mail.files);
    const results = {
      mail_from: mail.from,
      mail_name: mail.name,
      mail_subject: mail.subject.slice(0, 500),
      mail_text: mail.text.slice(0, LONGEST),
      mail_to: mail.to[0] ?? '',
      [MAIL_FILE]: ids[0] ?? null,
      [MAIL_FILES]: ids,
      mail_file_names: names,
      mail_refused_files: refused,
    };
    const run = await engine.database.transaction(async (tx) => {
      const started = await startFromOutside(tx, engine.definitions, { workflow, record, results, occasion });
      if (started !== null && ids.length > 0) await holdFiles(tx, ids, started);
      return started;
    });
    if (run !== null) begun++;
  }
  return begun;
}

interface KeptFiles {
  ids: string[];
  names: string[];
  /** Names of those that no field may take: too large, empty, infected, not what they claim to be. */
  refused: string[];
}

/**
 * Takes the files in as an upload would be, for a workflow that names them; for no other, since nobody would fetch them.
 * Throws `virus_scan_unavailable` and `file_store_unavailable`, so that the sender tries again.
 */
async function keepFiles(
  db: Queryable,
  vault: FileVault,
  { steps }: WorkflowDocument,
  files: readonly MailFile[],
): Promise<KeptFiles> {
  const kept: KeptFiles = { ids: [], names: [], refused: [] };
  if (!JSON.stringify(steps).includes(MAIL_FILE)) return kept;
  for (const { name, type, content } of files.slice(0, MOST_FILES)) {
    try {
      const file = await takeInFile(db, vault, { name, declared: type, content: oneBy(content) }, null);
      kept.ids.push(file.id);
      kept.names.push(file.name);
    } catch (error) {
      if (!(error instanceof StrataError) || error.status >= 500) throw error;
      kept.refused.push(plainName(name));
    }
  }
  kept.refused.push(...files.slice(MOST_FILES).map(({ name }) => plainName(name)));
  return kept;
}

async function* oneBy(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

/** A mail that is handed over again is not received twice, nor are its files. */
async function hasCome(db: Queryable, { id }: WorkflowDocument, occasion: string): Promise<boolean> {
  const { rows } = await db.query('select from core.workflow_occasion where workflow_id = $1 and occasion = $2', [
    id,
    occasion,
  ]);
  return rows.length > 0;
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
