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
  /** No time passes here: whoever it waits for is outside the house. */
  pauses?: boolean;
}

/** What becomes of a time limit as it runs out. */
export interface ClockTerms {
  /** The field of the object, of the type `deadline`, in which it is kept. */
  field: string;
  /** Name of a calendar of working hours, `always` for every hour; absent: that of the owner's team. */
  calendar?: string;
  /** How long before its end it is due soon: `2h`, `1d`. */
  warn_before?: string;
  /** Name of the workflow that begins when it is due soon. */
  on_warn?: string;
  /** Name of the workflow that begins when it has run out. */
  on_breach?: string;
}

/** A time limit that runs from when a record begins until something is so: the first response to a case, its resolution. */
export interface ProcessClock extends ClockTerms {
  id: string;
  label: Label;
  /** CEL: the records it is for; absent: all. */
  when?: string;
  /** CEL that says when it has been met. */
  until: string;
  /** Of the limits whose condition holds the first counts; with none there is no end. */
  limits: { id: string; when?: string; within: string }[];
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
  /** The field of choices whose options are its stages; each has one process at most. */
  field: string;
  /**
   * Of several processes of an object the one that leads it: whose path stands first, whose stages are the columns of a new
   * board. Absent on all: the first, lowest layer first.
   */
  leads?: boolean;
  stages: Stage[];
  /** Stages in which a new record may begin; absent or empty: any. */
  enter?: string[];
  /** Absent or empty: any stage may follow any. */
  transitions?: Transition[];
  /** Keeps since when a record is in its stage; the stage's target is the limit. */
  stage_clock?: ClockTerms;
  /** Other time limits; they stand still in stages that pause. */
  clocks?: ProcessClock[];
}
