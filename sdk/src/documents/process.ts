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
  /** What the move is called; absent: its stage is named. */
  label?: Label;
  /** Stage it leads from; `*` for any. */
  from: string;
  to: string;
  /** Fields that must have a value afterwards. */
  requires?: string[];
  /** CEL over `record`, `old`, `user` that must hold. */
  guard?: string;
  message?: Label;
  /** Names of roles, one of which whoever moves it must have; absent or empty: anybody who may change the record. */
  roles?: string[];
  /** CEL over `record`, `old`, `user` that says who else is kept from it: where it does not hold the move is not offered. */
  allowed?: string;
  /** A text field that has to be filled in anew with the move: why it goes back, say. */
  reason?: string;
  /** Field → CEL of the value it is given with the move. */
  set?: { [field: string]: string };
  /** Names of workflows that begin once the move is made, with the record handed to them. */
  run?: string[];
  /** Name of the workflow that decides: the record stays until its step "Make the move" is reached. */
  approval?: string;
}

/** A guided state machine on a select field of a record. */
export interface ProcessDocument extends DocumentBase<'process'> {
  object: string;
  field: string;
  stages: Stage[];
  /** Stages in which a new record may begin; absent or empty: any. */
  enter?: string[];
  /** Absent or empty: any stage may follow any. */
  transitions?: Transition[];
}
