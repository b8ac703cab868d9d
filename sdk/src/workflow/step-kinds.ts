import type { WorkflowStep } from '../documents/workflow.ts';
import type { WorkflowSetting } from './setting.ts';
import type { StepKind } from './step-kind.ts';
import { approval } from './steps/approval.ts';
import { assign } from './steps/assign.ts';
import { call } from './steps/call.ts';
import { compute } from './steps/compute.ts';
import { condition } from './steps/condition.ts';
import { createRecord } from './steps/create-record.ts';
import { deleteRecords } from './steps/delete-records.ts';
import { findRecords } from './steps/find-records.ts';
import { forEach } from './steps/for-each.ts';
import { httpRequest } from './steps/http-request.ts';
import { makeMove } from './steps/make-move.ts';
import { notify } from './steps/notify.ts';
import { parallel } from './steps/parallel.ts';
import { runPlugin } from './steps/run-plugin.ts';
import { sendEmail } from './steps/send-email.ts';
import { stop } from './steps/stop.ts';
import { switchStep } from './steps/switch.ts';
import { task } from './steps/task.ts';
import { updateRecord } from './steps/update-record.ts';
import { updateRecords } from './steps/update-records.ts';
import { wait } from './steps/wait.ts';
import { waitUntil } from './steps/wait-until.ts';

const KINDS = [
  condition,
  switchStep,
  createRecord,
  updateRecord,
  updateRecords,
  findRecords,
  deleteRecords,
  assign,
  task,
  approval,
  notify,
  sendEmail,
  httpRequest,
  runPlugin,
  forEach,
  parallel,
  wait,
  waitUntil,
  compute,
  call,
  makeMove,
  stop,
] as const satisfies readonly StepKind[];

/** The kinds of steps with their settings, for the types of those who write them. */
export type StepKinds = typeof KINDS;

/** Every kind of step, in the order the designer offers them. */
export const STEP_KINDS: readonly StepKind[] = KINDS;

const byName = new Map(STEP_KINDS.map((kind) => [kind.name, kind]));

export function stepKind(name: string): StepKind | undefined {
  return byName.get(name);
}

/** Every setting of a step: those of its kind, and those it has besides. */
export function stepSettings(step: WorkflowStep): readonly WorkflowSetting[] {
  const kind = stepKind(step.type);
  const own = kind?.own?.(step) ?? [];
  return own.length === 0 ? (kind?.settings ?? []) : [...kind!.settings, ...own];
}
