import type { Issue, ProcessDocument } from '@stratacrm/sdk';
import { chooseWay, noWay } from '../process/obstacles.ts';
import { waysLeft } from '../process/take-transitions.ts';
import { listed, moves, prepareWays, processOf, stageLabel, waysOf } from '../process/ways.ts';
import { isEmpty, soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** A record moves from stage to stage only as its process allows, and begins where it says. */
export const guardProcess: WriteStage = {
  name: 'process guards',
  async run(batch) {
    const process = processOf(batch.object);
    if (process === undefined) return;
    for (const write of soundEdits(batch)) write.issues.push(...beginningIssues(batch, process, write));
    const ways = waysOf(batch);
    if (ways.length === 0) return;
    const moving = soundEdits(batch).filter((write) => moves(process, write));
    await prepareWays(batch, ways, moving);
    for (const write of moving) {
      const choice = chooseWay(batch, process, waysLeft(batch, write, ways), write);
      write.issues.push(...(choice?.issues ?? [noWay(batch, process, ways, write)]));
    }
  },
};

function beginningIssues({ object }: WriteBatch, { field, enter = [] }: ProcessDocument, write: Write): Issue[] {
  const stage = write.after[field];
  if (write.action !== 'create' || enter.length === 0 || isEmpty(stage) || enter.includes(String(stage))) return [];
  const params = {
    stage: stageLabel(object, field, String(stage)),
    stages: listed(enter.map((each) => stageLabel(object, field, each))),
  };
  return [{ path: field, code: 'stage_not_for_beginning', params }];
}
