import { NOTIFY_BY_MAIL, defineRole, label } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { mailSink, type MailSink } from '../../../testing/mail-sink.ts';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { mailCarrier } from '../../kernel/mail/mail-carrier.ts';
import { MAIL } from '../../kernel/mail/mail.ts';
import { outboundPolicy } from '../../kernel/outbound/outbound-policy.ts';
import { newKey, secretBox } from '../../kernel/secret-box.ts';
import { listNotifications, markRead } from '../../notify/notifications.ts';
import { WORK_CHANNEL } from '../../records/live/work-channel.ts';
import { createRecord } from '../../records/create-record.ts';

let workspace: WorkflowWorkspace;
let sink: MailSink;

const page = (ctx: AccessContext, unread = false) => listNotifications(ctx as never, { unread, limit: 50 });

async function holder(role: string): Promise<AccessContext> {
  const person = await workspace.person([role]);
  await workspace.database.query(`insert into core.user_role (user_id, role) values ($1, $2)`, [
    person.actor.userId,
    role,
  ]);
  return person;
}

beforeAll(async () => {
  sink = await mailSink();
  const config = { smtpUrl: sink.url, mailFrom: null };
  const parts = { secrets: secretBox([newKey()]), config, outbound: outboundPolicy([]) };
  const documents = [
    ...SALES_DOCUMENTS,
    defineRole({ name: 'reader', label: label('Reader', '读者'), grants: { deal: { read: true } } }),
    workflowOf('told', { type: 'record_created', settings: { object: 'deal' } }, [
      {
        id: 'tell',
        type: 'notify',
        settings: {
          people: [{ kind: 'role', value: 'reader' }],
          text: '{{ record.name }} is new',
          text_zh: '新商机 {{ record.name }}',
        },
      },
      { id: 'after', type: 'update_record', settings: { values: { reason: 'text(tell_count)' } } },
    ]),
  ];
  workspace = await workflowWorkspace(documents, (db) => ({ [MAIL]: mailCarrier({ db, ...parts }) }));
});

describe('A notification', () => {
  it('is told to each, at once on his screens, by mail where he wants it, and to nobody else', async () => {
    const [one, two, other] = [await holder('reader'), await holder('reader'), await workspace.person([])];
    await workspace.database.query(`insert into core.preference (user_id, key, value) values ($1, $2, 'true'::jsonb)`, [
      two.actor.userId,
      NOTIFY_BY_MAIL,
    ]);
    const heard: string[] = [];
    const stop = await workspace.database.listen(WORK_CHANNEL, (payload) =>
      heard.push(...(JSON.parse(payload) as string[])),
    );
    const { data } = await createRecord(workspace.system, 'deal', { name: 'Big' });
    expect(await workspace.settled('told')).toMatchObject([{ status: 'done' }]);
    expect(await page(one)).toMatchObject({
      unread: 1,
      next: null,
      data: [{ title: { en: 'Big is new', zh: '新商机 Big' }, object: 'deal', record: data.id, read: false }],
    });
    expect(await page(two)).toMatchObject({ unread: 1 });
    expect(await page(other)).toEqual({ data: [], next: null, unread: 0 });
    await expect.poll(() => new Set(heard)).toEqual(new Set([one.actor.userId, two.actor.userId]));
    await stop();
    expect(sink.mails.map(({ readers, subject }) => [readers, subject])).toEqual([[[two.actor.email], 'Big is new']]);
    expect(sink.mails[0]!.text).toContain(`https://crm.example.com/o/deal/${data.id}`);
  });

  it('is read by whom it is for alone', async () => {
    const [one, other] = [await holder('reader'), await workspace.person([])];
    await createRecord(workspace.system, 'deal', { name: 'Two' });
    await workspace.settled('told');
    const [mine] = (await page(one)).data;
    await markRead(other as never, [mine!.id]);
    await markRead(other as never, 'all');
    expect((await page(one)).unread).toBe(1);
    await markRead(one as never, [mine!.id]);
    expect(await page(one, true)).toEqual({ data: [], next: null, unread: 0 });
    expect((await page(one)).data).toMatchObject([{ read: true }]);
  });
});
