import type { JsonValue, Locale } from '@stratacrm/sdk';
import { actFor } from '../../access/act-for.ts';
import type { Carrier } from '../../kernel/deliveries/carrier.ts';
import type { MailMessage } from '../../kernel/mail/mail.ts';
import type { Engine } from '../engine.ts';
import { plainMail } from '../mail/render-mail.ts';
import { makeLink } from './decision-link.ts';
import { OUTCOMES } from './outcome-words.ts';
import type { TaskMail } from './notices.ts';
import { workflowLabel } from './present-task.ts';
import { questionIn } from './question-words.ts';
import { shownRecord } from './shown-record.ts';
import { concernOf } from './task-access.ts';
import type { TaskRow } from './task.ts';

type Parts = Pick<Engine, 'database' | 'model' | 'ports'>;

/**
 * Writes mails about tasks as they are sent, with what their reader may see, and hands them to the carrier of mail. A
 * link with which he decides exists nowhere but in his mail.
 */
export function taskMailCarrier(parts: Parts | (() => Parts), mail: Carrier): Carrier {
  return {
    async perform(delivery) {
      const message = await write(
        typeof parts === 'function' ? parts() : parts,
        delivery.payload as unknown as TaskMail,
      );
      if (message === null) return { sent: [] };
      return mail.perform({ ...delivery, payload: { messages: [message] } as unknown as JsonValue });
    },
  };
}

/** null: there is nothing left to be told. */
async function write(
  { database, model, ports }: Parts,
  { task: id, user, what }: TaskMail,
): Promise<MailMessage | null> {
  const { rows } = await database.query<TaskRow & { locale: Locale }>(
    'select t.*, u.locale from core.task t join core."user" u on u.id = $2 where t.id = $1',
    [id, user],
    'task_mailed',
  );
  const [task] = rows;
  if (task === undefined || (what !== 'ended' && task.ended_at !== null)) return null;
  const { locale } = task;
  const reader = await actFor(database, model.catalog(), { userId: user, roles: null, locale }, { kind: 'system' });
  if (reader === null) return null;
  const text = TEXTS[locale];
  const { title, instructions } = questionIn(locale, task);
  const lines = [text[what](workflowLabel(reader, task)[locale])];
  if (instructions !== '' && what !== 'ended') lines.push(instructions);
  const record = await shownRecord(reader, task);
  if (record !== null)
    lines.push(
      [
        `${record.label[locale]} ${record.name}`,
        ...record.fields.filter((field) => field.text !== '').map((field) => `${field.label[locale]}: ${field.text}`),
      ].join('\n'),
    );
  if (what === 'ended') lines.push(text.outcome(task.outcome ?? ''));
  else {
    const { seats } = await concernOf(reader, database, task);
    if (seats.length === 0) return null;
    if (task.by_mail && task.kind === 'approval') {
      const secret = await makeLink(database, seats[0]!.id, user, task.ends_at, new Date());
      lines.push(`${text.decide}\n${ports.pageLink(`/decide/${secret}`)}`);
    }
  }
  lines.push(`${text.open}\n${ports.pageLink(`/my-work/${task.id}`)}`);
  const rendered = plainMail(`${text.subject[what]}${title}`, lines.join('\n\n'), locale);
  return { to: reader.actor.email, ...rendered, html: linked(rendered.html) };
}

/** Addresses in the text become links: it has no tags of its own but paragraphs and line breaks. */
function linked(html: string): string {
  return html.replaceAll(/https?:\/\/[^\s<>"]+/g, (address) => `<a href="${address}">${address}</a>`);
}

interface Texts {
  subject: Record<TaskMail['what'], string>;
  asked(workflow: string): string;
  reminded(workflow: string): string;
  escalated(workflow: string): string;
  handed(workflow: string): string;
  ended(workflow: string): string;
  outcome(outcome: string): string;
  decide: string;
  open: string;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    subject: { asked: '', reminded: 'Reminder: ', escalated: 'Not answered yet: ', handed: '', ended: 'Settled: ' },
    asked: (workflow) => `The workflow “${workflow}” asks you.`,
    reminded: (workflow) => `The workflow “${workflow}” still waits for your answer.`,
    escalated: (workflow) => `The workflow “${workflow}” has waited too long for an answer; you may give it as well.`,
    handed: (workflow) => `Somebody has handed you a question of the workflow “${workflow}”.`,
    ended: (workflow) => `What you asked for by the workflow “${workflow}” is settled.`,
    outcome: (outcome) => OUTCOMES.en[outcome] ?? outcome,
    decide: 'Decide here, without signing in. The link is yours alone and good for one decision:',
    open: 'See it in Strata:',
  },
  zh: {
    subject: { asked: '', reminded: '提醒：', escalated: '尚未处理：', handed: '', ended: '已处理：' },
    asked: (workflow) => `工作流“${workflow}”请您处理。`,
    reminded: (workflow) => `工作流“${workflow}”仍在等待您处理。`,
    escalated: (workflow) => `工作流“${workflow}”等待已久，您也可以处理。`,
    handed: (workflow) => `有人将工作流“${workflow}”的事项转交给您。`,
    ended: (workflow) => `您通过工作流“${workflow}”发起的事项已处理。`,
    outcome: (outcome) => OUTCOMES.zh[outcome] ?? outcome,
    decide: '点击以下链接即可审批，无需登录。链接仅供您本人使用一次：',
    open: '在 Strata 中查看：',
  },
};
