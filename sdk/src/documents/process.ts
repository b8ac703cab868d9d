import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';

export interface Stage {
  /** The option's value of the process field; also the key by which layers merge. */
  id: string;
  /** What it means for the record: still open, ended well, ended badly. */
  category: 'open' | 'won' | 'lost';
  /** Chance in per cent that a record here ends well. */
  probability?: number;
  /** Days a record should stay here at most. */
  target_days?: number;
}

export interface Transition {
  id: string;
  /** Stage it leads from; `*` for any. */
  from: string;
  to: string;
  /** Fields that must have a value afterwards. */
  requires?: string[];
  /** CEL over `record`, `old`, `user` that must hold. */
  guard?: string;
  message?: Label;
}

/** A guided state machine on a select field of a record. */
export interface ProcessDocument extends DocumentBase<'process'> {
  object: string;
  field: string;
  stages: Stage[];
  /** Absent or empty: any stage may follow any. */
  transitions?: Transition[];
}
