import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';

/** Fields that are unique together, among the records for which the condition holds; a missing value equals no other. */
export interface UniqueFields {
  /** Tells the lists of one object apart. */
  name: string;
  fields: string[];
  /** CEL over the record's own fields: `record.status != "closed"`. */
  where?: string;
}

/** A kind of record: account, contact, flight … */
export interface ObjectDocument extends DocumentBase<'object'> {
  label_plural: Label;
  /** Name of an icon of the studio's set (Lucide), kebab-case. */
  icon?: string;
  /** The field that names a record to people; default `name`. */
  name_field: string;
  /** The select field whose options are the record types; each may have its own layout. */
  record_type_field?: string;
  /** Fields whose values no two records have together. */
  unique?: UniqueFields[];
  /**
   * The date or datetime field in whose order the records are kept, in pieces of a quarter each: for objects of millions
   * of records that are asked for by time. What it holds when a record is made decides; no field may be unique.
   */
  partition_by?: string;
  /** Position in the navigation, lowest first; absent: not in the navigation. */
  nav_order?: number;
  /** Records of this object stand in the timeline of every record they refer to. */
  timeline?: {
    /** The date or datetime field that places it in time. */
    at: string;
    /** A text, or a select field, whose choice each reads in his language. */
    title: string;
    /** The select field that tells its sort (call, meeting …). */
    type?: string;
    /** The long-text field with its content. */
    body?: string;
  };
}
