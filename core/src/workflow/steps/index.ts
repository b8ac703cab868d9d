import { approval } from './approval.ts';
import { assign } from './assign.ts';
import { call } from './call.ts';
import { compute } from './compute.ts';
import { condition } from './condition.ts';
import { createRecord } from './create-record.ts';
import { deleteRecords } from './delete-records.ts';
import { findRecords } from './find-records.ts';
import { forEach } from './for-each.ts';
import { makeMove } from './make-move.ts';
import { parallel } from './parallel.ts';
import { runPlugin } from './run-plugin.ts';
import type { StepEngine } from './step-engine.ts';
import { httpRequest } from './http-request.ts';
import { notify } from './notify.ts';
import { sendEmail } from './send-email.ts';
import { stop } from './stop.ts';
import { switchStep } from './switch.ts';
import { task } from './task.ts';
import { updateRecord } from './update-record.ts';
import { updateRecords } from './update-records.ts';
import { wait } from './wait.ts';
import { waitUntil } from './wait-until.ts';

/** What each kind of step does; the SDK says what it is. */
export const STEP_ENGINES: Readonly<Record<string, StepEngine>> = {
  condition,
  switch: switchStep,
  compute,
  create_record: createRecord,
  update_record: updateRecord,
  update_records: updateRecords,
  find_records: findRecords,
  delete_records: deleteRecords,
  assign,
  task,
  approval,
  notify,
  send_email: sendEmail,
  http_request: httpRequest,
  for_each: forEach,
  parallel,
  wait,
  wait_until: waitUntil,
  call,
  make_move: makeMove,
  run_plugin: runPlugin,
  stop,
};
