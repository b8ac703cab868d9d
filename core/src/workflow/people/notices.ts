import type { Queryable } from '../../kernel/database.ts';
import { announceWork } from '../../records/live/work-channel.ts';
import type { Engine, StepNotice } from '../engine.ts';
import { concernedBy } from './concerned-people.ts';
import type { TaskNotice } from './notice-job.ts';
import { OUTCOMES } from './outcome-words.ts';
import { questionIn } from './question-words.ts';
import { membersOf, type Person, type Subject } from './subject.ts';
import { seatsOf, type SeatRow, type TaskRow } from './task.ts';

/** Kind of the deliveries that tell somebody of a task by mail. */
export const TASK_MAIL = 'task_mail';

/** What such a mail is to say; it is written when it is sent, so that its links are kept nowhere. */
export interface TaskMail {
  task: string;
  user: string;
  what: TaskNotice['what'];
}

/** So many get a mail of one question; a role of more sees it in its list. */
const MOST_MAILS = 50;

/** Tells people of a task: their screens at once, and by mail whom it is asked of, or who asks; him in the product too. */
export async function tellPeople(engine: Engine, notice: TaskNotice): Promise<void> {
  const { database, outside, ports } = engine;
  await announceWork(database, await concernedBy(database, [notice.task]));
  const sendsMail = await ports.sendsMail();
  await database.transaction(async (tx) => {
    const { rows } = await tx.query<TaskRow>('select * from core.task where id = $1', [notice.task], 'task_told');
    const [task] = rows;
    if (task === undefined) return;
    const readers = await readersOf(tx, task, notice.what);
    // Of what is asked of him his list tells him; of what he asked for nothing else does.
    if (notice.what === 'ended') await ports.notify(tx, settledNotice(task, readers));
    if (!sendsMail || readers.length > MOST_MAILS) return;
    for (const { id: user, email } of readers) {
      const mail: TaskMail = { task: task.id, user, what: notice.what };
      const key = `${TASK_MAIL} ${notice.event} ${user}`;
      // Whom it is for stands where the desk of deliveries looks for it.
      await outside.request(tx, { kind: TASK_MAIL, key, payload: { ...mail, messages: [{ to: email }] } });
    }
  });
}

function settledNotice(task: TaskRow, readers: readonly Person[]): StepNotice {
  const outcome = task.outcome ?? '';
  return {
    people: readers.map(({ id }) => id),
    title: {
      en: `Settled: ${questionIn('en', task).title} (${OUTCOMES.en[outcome] ?? outcome})`,
      zh: `已处理：${questionIn('zh', task).title}（${OUTCOMES.zh[outcome] ?? outcome}）`,
    },
    about: task.object === null || task.record_id === null ? null : { object: task.object, record: task.record_id },
    run: task.run_id,
    mailed: true,
  };
}

async function readersOf(db: Queryable, task: TaskRow, what: TaskNotice['what']): Promise<Person[]> {
  const now = new Date();
  if (what === 'ended') {
    const told = task.requester === null || task.requester === task.ended_by ? [] : [task.requester];
    return membersOf(
      db,
      told.map((id) => ({ kind: 'user', id })),
      now,
    );
  }
  if (task.ended_at !== null) return [];
  const open = (await seatsOf(db, task.id)).filter((seat) => seat.open && seat.level === task.level);
  const asked = await membersOf(db, open.flatMap(subjectsOfSeat), now);
  // Of a team or a role somebody else answers; a single person's answer is his stand-in's to give.
  const single = new Set(open.flatMap((seat) => seat.user_id ?? []));
  const standIns = asked.flatMap((person) =>
    single.has(person.id) && person.away && person.stand_in !== null ? [person.stand_in] : [],
  );
  const others = await membersOf(
    db,
    standIns.map((id) => ({ kind: 'user', id })),
    now,
  );
  const readers = new Map([...asked, ...others].map((person) => [person.id, person]));
  return [...readers.values()].filter((person) => task.own || person.id !== task.requester);
}

function subjectsOfSeat({ user_id: user, team_id: team, role, also }: SeatRow): Subject[] {
  const managers = also.map((id): Subject => ({ kind: 'user', id }));
  if (user !== null) return [{ kind: 'user', id: user }, ...managers];
  if (team !== null) return [{ kind: 'team', id: team }, ...managers];
  return [{ kind: 'role', name: role! }, ...managers];
}
