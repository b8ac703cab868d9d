import type { Label } from '@stratacrm/sdk';
import type { Database, Queryable } from '../kernel/database.ts';
import type { Outside } from '../kernel/deliveries/outside.ts';
import type { Log } from '../kernel/log.ts';
import type { Model } from '../model/model.ts';
import { Definitions } from './definitions.ts';

/** What people are told. */
export interface StepNotice {
  /** Ids of users. */
  people: readonly string[];
  title: Label;
  about: { object: string; record: string } | null;
  run?: string;
  /** They are told by a mail of its own. */
  mailed?: true;
}

/** What steps ask of parts of Strata that workflows may not know. */
export interface StepPorts {
  /** The address at which people open a record. */
  recordLink(object: string, id: string): string;
  /** The address of any other page, by its path. */
  pageLink(path: string): string;
  /** Whether there is a way for mail; without one nobody is written to. */
  sendsMail(): Promise<boolean>;
  /** Tells people in the product, in the transaction. */
  notify(db: Queryable, notice: StepNotice): Promise<void>;
}

/** What carries workflows on: one for each workspace. */
export interface Engine {
  readonly database: Database;
  readonly model: Pick<Model, 'catalog' | 'refresh'>;
  readonly log: Log;
  readonly definitions: Definitions;
  /** Told of records that a step has changed, once that is certain. */
  readonly committed: () => void;
  /** The one way to whatever lies outside the database; a trial hands in one that only writes down. */
  readonly outside: Outside;
  readonly ports: StepPorts;
}

export function createEngine(parts: Omit<Engine, 'definitions'>): Engine {
  return { ...parts, definitions: new Definitions() };
}
