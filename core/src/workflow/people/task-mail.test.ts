import { defineRole, label } from '@stratacrm/sdk';
import { beforeAll, expect, it } from 'vitest';
import { mailSink, type MailSink } from '../../../testing/mail-sink.ts';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { memberOf } from '../../../testing/test-people.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { mailCarrier } from '../../kernel/mail/mail-carrier.ts';
import { outboundPolicy } from '../../kernel/outbound/outbound-policy.ts';
import { newKey, secretBox } from '../../kernel/secret-box.ts';
import { createRecord } from '../../records/create-record.ts';
import { getRecord } from '../../records/get-record.ts';
import { decideByLink, showLink } from './decision-link.ts';
import { listTasks } from './list-tasks.ts';
import { TASK_MAIL } from './notices.ts';
import { taskMailCarrier } from './task-mail.ts';
import { changeWorkProfile } from './work-profile.ts';

const all = { create: true, read: true, update: true, delete: false, export: false };
const written = (id: string, text: string) => ({
  id,
  type: 'update_record',
  settings: { values: { reason: text } },
  next: {},
});

const DOCUMENTS = [
  ...SALES_DOCUMENTS,
  defineRole({ name: 'seller', label: label('Seller', '销售'), grants: { deal: all } }),
  defineRole({ name: 'reads', label: label('Reads', '读'), grants: { deal: all } }),
  defineRole({ name: 'blind', label: label('Blind', '盲'), grants: {} }),
  workflowOf(
    'asked',
    { type: 'record_created', settings: { object: 'deal', when: 'record.name != "Other plan"' } },
    [
      {
        id: 'ok',
        type: 'approval',
        settings: {
          people: [
            { kind: 'role', value: 'reads' },
            { kind: 'role', value: 'blind' },
          ],
          title: 'May {{ record.name }}?',
          title_zh: '{{ record.name }} 可否？',
          instructions: 'Look <b>well</b>.',
          fields: ['stage'],
        },
        next: { approved: 'yes', rejected: 'no' },
      },
      written('yes', '"yes"'),
      written('no', '"no"'),
    ],
    { run_as: 'everything' },
  ),
  workflowOf('single', { type: 'record_created', settings: { object: 'deal', when: 'record.name == "Other plan"' } }, [
    {
      id: 'ok',
      type: 'approval',
      settings: {
        people: [{ kind: 'expression', value: 'record.owner' }],
        title: 'Yours?',
        own: true,
        escalate_after: '5d',
      },
      next: {},
    },
  ]),
];

let workspace: WorkflowWorkspace;
let sink: MailSink;
let seller: AccessContext;
let reader: AccessContext;
let blind: AccessContext;
let standIn: AccessContext;

beforeAll(async () => {
  sink = await mailSink();
  const config = { smtpUrl: sink.url, mailFrom: 'crm@example.com' };
  const outbound = outboundPolicy([]);
  const secrets = secretBox([newKey()]);
  workspace = await workflowWorkspace(DOCUMENTS, (db, engine) => ({
    [TASK_MAIL]: taskMailCarrier(engine, mailCarrier({ db, secrets, config, outbound })),
  }));
  seller = await memberOf(workspace, ['seller'], { name: 'Sally' });
  reader = await memberOf(workspace, ['reads'], { name: 'Rita' });
  blind = await memberOf(workspace, ['blind']);
  standIn = await memberOf(workspace, ['seller'], { name: 'Stan' });
  await workspace.database.query(`update core."user" set locale = 'zh' where id = $1`, [blind.actor.userId]);
});

const mailTo = (who: AccessContext) => sink.mails.filter(({ readers }) => readers.includes(who.actor.email));

it('those asked are written to in their language, with what they may see, and decide by a link that is kept nowhere', async () => {
  const { database, system } = workspace;
  const { data } = await createRecord(seller, 'deal', { name: 'Secret plan' });
  await workspace.settled('asked');
  await expect.poll(() => sink.mails.length).toBe(2);
  const [mail] = mailTo(reader);
  expect(mail).toMatchObject({ subject: 'May Secret plan?' });
  expect(mail!.text).toContain('Deal Secret plan');
  expect(mail!.html).toContain('Look &lt;b&gt;well&lt;/b&gt;.');
  const [chinese] = mailTo(blind);
  expect(chinese!.subject).toBe('Secret plan 可否？');
  expect(chinese!.text).toContain('无需登录');
  // What is written once is for readers of both languages.
  expect(chinese!.text).toContain('Look <b>well</b>.');
  // The record's own rules hold in mail too; its title is the author's word.
  expect(chinese!.text).not.toContain('Deal');

  const [, secret] = /https:\/\/crm\.example\.com\/decide\/([\w-]{43})/.exec(mail!.text ?? '')!;
  const { rows } = await database.query<{ found: boolean }>(
    `select exists (select from core.delivery where payload::text like '%' || $1 || '%' or response::text like '%' || $1 || '%') as found`,
    [secret],
  );
  expect(rows).toEqual([{ found: false }]);
  const nobody: AccessContext = { ...system, actor: { ...system.actor, roles: [] } };
  expect(await showLink(nobody, database, secret!)).toMatchObject({ approver: 'Rita', title: 'May Secret plan?' });
  const inChinese: AccessContext = { ...nobody, locale: 'zh' };
  expect(await showLink(inChinese, database, secret!)).toMatchObject({ title: 'Secret plan 可否？' });
  await decideByLink(nobody, database, secret!, { decision: 'approved' });
  await workspace.settled('asked');
  expect((await getRecord(system, 'deal', data.id)).data['reason']).toBe('yes');
  expect((await listTasks(reader, { show: 'done', limit: 1, offset: 0 })).items[0]!.title).toBe('May Secret plan?');
  const [listed] = (await listTasks({ ...reader, locale: 'zh' }, { show: 'done', limit: 1, offset: 0 })).items;
  expect(listed!.title).toBe('Secret plan 可否？');
  await expect.poll(() => mailTo(seller).map((each) => each.subject)).toEqual(['Settled: May Secret plan?']);
});

it('who stands in for somebody who is away is written to as well', async () => {
  const away = { away_from: new Date(Date.now() - 60_000).toISOString(), stand_in: standIn.actor.userId! };
  await changeWorkProfile(reader, reader.actor.userId!, away);
  await createRecord(seller, 'deal', { name: 'Other plan', owner: reader.actor.userId! });
  await workspace.settled('single');
  await expect.poll(() => mailTo(standIn).length).toBe(1);
});
