import { traitsOf } from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import type { RunError } from '../run.ts';
import type { TrialOutcome, TriedWrite } from './trial-outcome.ts';

/** What one version of a workflow would have done. */
export interface VersionTally {
  /** Beginnings that its trigger takes. */
  triggered: number;
  done: number;
  failed: number;
  waits: number;
  created: number;
  updated: number;
  deleted: number;
  /** Kind of delivery → how many. */
  deliveries: { [kind: string]: number };
  /** Receiver → how many; beyond so many receivers they are counted together under ''. */
  recipients: { [address: string]: number };
  /** Code of an error and its step → how many. */
  failures: { [reason: string]: number };
  /** `object.field` → how many writes. */
  fields: { [field: string]: number };
}

/** Where the two versions would have differed. */
export interface Difference {
  same: number;
  different: number;
  onlyTried: number;
  onlyCompared: number;
}

export interface ReplayTally {
  /** Records that are gone for good, or cannot be made what they were. */
  unable: number;
  tried: VersionTally;
  compared: VersionTally | null;
  difference: Difference | null;
}

/** One beginning as it is kept to be looked at. */
export interface SampleEntry {
  at: string;
  change: string | null;
  record: string | null;
  actor: string | null;
  tried: SampleOutcome | null;
  compared: SampleOutcome | null;
}

export interface SampleOutcome {
  status: 'done' | 'failed';
  error: RunError | null;
  failedAt: string | null;
  writes: TriedWrite[];
  deliveries: TrialOutcome['deliveries'];
}

export type SampleKind = 'changed' | 'failed' | 'different';
export type ReplaySample = { [Kind in SampleKind]?: SampleEntry[] };

const MOST_SAMPLES = 40;
const MOST_RECIPIENTS = 500;
const MOST_REASONS = 100;
const MOST_WRITES = 20;
const MOST_TEXT = 500;

export function emptyTally(compared: boolean): ReplayTally {
  return {
    unable: 0,
    tried: emptyVersion(),
    compared: compared ? emptyVersion() : null,
    difference: compared ? { same: 0, different: 0, onlyTried: 0, onlyCompared: 0 } : null,
  };
}

function emptyVersion(): VersionTally {
  const counts = { triggered: 0, done: 0, failed: 0, waits: 0, created: 0, updated: 0, deleted: 0 };
  return { ...counts, deliveries: {}, recipients: {}, failures: {}, fields: {} };
}

/** Counts an outcome. */
export function count(tally: VersionTally, outcome: TrialOutcome): void {
  tally.triggered++;
  tally[outcome.status]++;
  tally.waits += outcome.waits;
  for (const { action, object, changes } of outcome.writes) {
    if (action === 'create') tally.created++;
    else if (action === 'delete') tally.deleted++;
    else tally.updated++;
    for (const field of Object.keys(changes)) add(tally.fields, `${object}.${field}`, MOST_REASONS);
  }
  for (const { kind, payload } of outcome.deliveries) {
    add(tally.deliveries, kind, MOST_REASONS);
    for (const address of recipientsOf(payload)) add(tally.recipients, address, MOST_RECIPIENTS);
  }
  if (outcome.error !== null) add(tally.failures, `${outcome.error.code} ${outcome.failedAt ?? ''}`, MOST_REASONS);
}

function add(counts: { [key: string]: number }, key: string, most: number): void {
  const known = Object.hasOwn(counts, key) || Object.keys(counts).length < most ? key : '';
  counts[known] = (counts[known] ?? 0) + 1;
}

/** Whom a delivery goes to, where its payload says so. */
function recipientsOf(payload: unknown): string[] {
  const { to, url } = (payload ?? {}) as { to?: unknown; url?: unknown };
  const list = Array.isArray(to) ? to : to === undefined ? [] : [to];
  const addresses = list.flatMap((each) => {
    if (typeof each === 'string') return [each];
    const { address } = (each ?? {}) as { address?: unknown };
    return typeof address === 'string' ? [address] : [];
  });
  return addresses.length === 0 && typeof url === 'string' ? [url] : addresses;
}

/** Equal where two versions would have done the same. Ids of new records and drawn numbers differ each time. */
export function signatureOf(catalog: Catalog, outcome: TrialOutcome | null): string {
  if (outcome === null) return '';
  const writes = outcome.writes.map(({ object, id, action, changes }) => {
    const fields = catalog.has(object) ? catalog.object(object).fields : {};
    const kept = Object.entries(changes).filter(([name]) => {
      const field = fields[name];
      return field === undefined || !traitsOf(field).numbered;
    });
    return [object, id, action, kept.toSorted(([a], [b]) => a.localeCompare(b))];
  });
  const deliveries = outcome.deliveries.map(({ kind, payload }) => [kind, payload]);
  let text = JSON.stringify([outcome.status, outcome.error?.code ?? null, writes, deliveries]);
  outcome.created.forEach((id, index) => (text = text.replaceAll(id, `new ${index}`)));
  return text;
}

/** Keeps a few of each kind. */
export function keepSample(sample: ReplaySample, kind: SampleKind, entry: () => SampleEntry): void {
  const entries = (sample[kind] ??= []);
  if (entries.length < MOST_SAMPLES) entries.push(entry());
}

export function sampleOutcome(outcome: TrialOutcome | null): SampleOutcome | null {
  if (outcome === null) return null;
  const { status, error, failedAt, writes, deliveries } = outcome;
  return {
    status,
    error,
    failedAt,
    writes: writes.slice(0, MOST_WRITES).map(shortWrite),
    deliveries: deliveries.slice(0, MOST_WRITES).map((each) => ({ ...each, payload: short(each.payload) })),
  };
}

function shortWrite(write: TriedWrite): TriedWrite {
  const changes = Object.entries(write.changes).map(
    ([field, [from, to]]) => [field, [short(from), short(to)]] as const,
  );
  return { ...write, changes: Object.fromEntries(changes) as TriedWrite['changes'] };
}

function short<Value>(value: Value): Value | string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length <= MOST_TEXT ? value : `${text.slice(0, MOST_TEXT)}…`;
}
