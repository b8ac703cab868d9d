import { defineEmailTemplate, defineRole, label } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { mailSink, type MailSink } from '../../../testing/mail-sink.ts';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { mailCarrier } from '../../kernel/mail/mail-carrier.ts';
import { MAIL } from '../../kernel/mail/mail.ts';
import { outboundPolicy } from '../../kernel/outbound/outbound-policy.ts';
import { newKey, secretBox } from '../../kernel/secret-box.ts';
import { createRecord } from '../../records/create-record.ts';
import { resumeRun } from '../runs/change-run.ts';

const stop = { stop_on_failure: true };
const named = (name: string) => ({
  type: 'record_created',
  settings: { object: 'deal', when: `record.name.startsWith("${name}")` },
});

const DOCUMENTS = [
  ...SALES_DOCUMENTS,
  defineRole({ name: 'reader', label: label('Reader', '读者'), grants: {} }),
  defineRole({
    name: 'half_blind',
    label: label('Half blind', '半盲'),
    grants: {
      account: {
        create: true,
        read: true,
        update: true,
        delete: false,
        export: false,
        fields: { '*': 'edit', secret: 'none' },
      },
    },
  }),
  defineEmailTemplate({
    name: 'offer',
    label: label('Offer', '报价'),
    object: 'deal',
    subject: { en: 'About {{ record.name }}\n', zh: '关于 {{ record.name }}' },
    body: {
      en: '<p>Worth <strong>{{ record.amount }}</strong>, {{ record.stage }}, for {{ record.account }}.</p><p>{{ record.amount &gt; 5 ? "big" : "small" }} <a href="{{ link }}">Open</a></p>',
      zh: '<p>金额 {{ record.amount }}，{{ record.stage }}</p>',
    },
  }),
  defineEmailTemplate({
    name: 'peek',
    label: label('Peek', '偷看'),
    object: 'account',
    subject: { en: 'x', zh: 'x' },
    body: { en: '{{ record.secret }}', zh: '' },
  }),
  workflowOf('offer_mail', named('Offer'), [
    {
      id: 'mail',
      type: 'send_email',
      settings: {
        ...stop,
        people: [{ kind: 'role', value: 'reader' }],
        addresses: '"A@example.com, a@example.com;b@example.com"',
        template: 'offer',
      },
    },
    { id: 'after', type: 'update_record', settings: { values: { reason: 'text(mail_count)' } } },
  ]),
  workflowOf('told_mail', named('Told'), [
    {
      id: 'mail',
      type: 'send_email',
      settings: {
        ...stop,
        people: [{ kind: 'role', value: 'reader' }],
        addresses: '"f@example.com"',
        template: 'offer',
        language: 'expression',
        language_of: 'record.reason',
      },
    },
  ]),
  workflowOf('own_mail', named('Own'), [
    {
      id: 'mail',
      type: 'send_email',
      settings: {
        ...stop,
        content: 'own',
        people: [{ kind: 'role', value: 'reader' }],
        addresses: '"c@example.com"',
        subject: 'Hi {{ record.name }}',
        text: 'One <b>\nTwo\n\n{{ record.name }}',
        text_zh: '您好，{{ record.amount }}，{{ record.closed_at }}',
      },
    },
  ]),
  workflowOf('refused_mail', named('Refused'), [
    {
      id: 'mail',
      type: 'send_email',
      settings: { content: 'own', addresses: '"d@example.com"', subject: 's', text: 't' },
      next: { failed: 'instead' },
    },
    { id: 'instead', type: 'update_record', settings: { values: { reason: '"refused"' } }, next: {} },
  ]),
  workflowOf('peek_mail', { type: 'record_created', settings: { object: 'account', when: 'record.name == "Peek"' } }, [
    { id: 'mail', type: 'send_email', settings: { ...stop, addresses: '"e@example.com"', template: 'peek' } },
  ]),
];

let workspace: WorkflowWorkspace;
let sink: MailSink;

beforeAll(async () => {
  sink = await mailSink();
  const config = { smtpUrl: sink.url, mailFrom: 'Strata <crm@example.com>' };
  const outbound = outboundPolicy([]);
  const secrets = secretBox([newKey()]);
  workspace = await workflowWorkspace(DOCUMENTS, (db) => ({ [MAIL]: mailCarrier({ db, secrets, config, outbound }) }));
});

const sent = (address: string) => sink.mails.filter(({ readers }) => readers.includes(address));

describe('Mail of a workflow', () => {
  it('goes to each person in his language and to each address once, with values as people read them', async () => {
    const reader = await holder('reader');
    await workspace.database.query(`update core."user" set locale = 'zh' where id = $1`, [reader.actor.userId]);
    const { data: account } = await createRecord(workspace.system, 'account', { name: 'A & <i>Co</i>' });
    const { data } = await createRecord(workspace.system, 'deal', {
      name: 'Offer <x>',
      account: account.id,
      amount: { amount: '12.5', currency: 'CNY' },
      stage: 'offer',
    });
    const [run] = await workspace.settled('offer_mail');
    expect(run).toMatchObject({ status: 'done', error: null });
    expect(sink.mails).toHaveLength(3);
    const [english] = sent('a@example.com');
    expect(english).toMatchObject({ subject: 'About Offer <x>', from: { address: 'crm@example.com', name: 'Strata' } });
    expect(english!.html).toContain('<strong>¥12.50</strong>');
    expect(english!.html).toContain('for A &amp; &lt;i&gt;Co&lt;/i&gt;.');
    expect(english!.html).toContain(`big <a href="https://crm.example.com/o/deal/${data.id}"`);
    expect(english!.text).toContain('Worth ¥12.50, ');
    const [chinese] = sent(reader.actor.email);
    expect(chinese).toMatchObject({ subject: '关于 Offer <x>' });
    expect(english!.messageId).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
    expect(new Set(sink.mails.map(({ messageId }) => messageId)).size).toBe(3);
    const { rows } = await workspace.database.query<{ reason: string }>(`select reason from crm.deal where id = $1`, [
      data.id,
    ]);
    expect(rows).toEqual([{ reason: '3' }]);
  });

  it('is in the language that an expression gives, else in that of each reader', async () => {
    const subjects = async (reason: string | null) => {
      sink.mails.length = 0;
      await createRecord(workspace.system, 'deal', { name: 'Told', reason });
      await workspace.settled('told_mail');
      return Object.fromEntries(sink.mails.map(({ readers, subject }) => [readers.includes('f@example.com'), subject]));
    };
    expect(await subjects('zh')).toEqual({ true: '关于 Told', false: '关于 Told' });
    expect(await subjects('en')).toEqual({ true: 'About Told', false: 'About Told' });
    for (const other of [null, 'fr']) expect(await subjects(other)).toEqual({ true: 'About Told', false: '关于 Told' });
  });

  it('written in the step holds nothing but what was meant as text', async () => {
    await createRecord(workspace.system, 'deal', {
      name: 'Own <script>',
      amount: { amount: '1234.5', currency: 'CNY' },
      closed_at: '2026-03-01T08:00:00Z',
    });
    await workspace.settled('own_mail');
    const [mail] = sent('c@example.com');
    expect(mail).toMatchObject({ subject: 'Hi Own <script>' });
    expect(mail!.html).toContain('<p>One &lt;b&gt;<br>Two</p><p>Own &lt;script&gt;</p>');
    const reader = sink.mails.find(
      ({ subject, readers }) => subject === mail!.subject && !readers.includes('c@example.com'),
    );
    expect(reader!.text).toMatch(/^您好，1,234\.50?，2026年3月1日/);
  });

  it('that is refused for good goes the way for failures; without one the run waits, and goes on when it is mended', async () => {
    sink.refuse({ code: 550, text: 'no such box' });
    await createRecord(workspace.system, 'deal', { name: 'Refused' });
    const { data } = await createRecord(workspace.system, 'deal', { name: 'Own again' });
    expect(await workspace.settled('refused_mail')).toMatchObject([{ status: 'done' }]);
    const failed = (await workspace.settled('own_mail')).at(-1)!;
    expect(failed).toMatchObject({ status: 'failed', record_id: data.id, error: { code: 'mail_refused' } });
    expect(failed.error!.params['reason']).toContain('no such box');
    const before = sent('c@example.com').length;
    sink.refuse(null);
    const { engine, database, catalog } = workspace;
    await resumeRun(database, engine.definitions, catalog, failed.id, 'own');
    expect((await workspace.settled('own_mail')).at(-1)).toMatchObject({ status: 'done', error: null });
    expect(sent('c@example.com')).toHaveLength(before + 1);
  });

  it('is tried again while the server asks for patience, and says nothing that the run may not see', async () => {
    sink.refuse({ code: 451, text: 'later' });
    const { data } = await createRecord(workspace.system, 'deal', { name: 'Own later' });
    await expect.poll(() => attempts(data.id)).toBeGreaterThan(1);
    sink.refuse(null);
    await expect.poll(async () => (await workspace.settled('own_mail')).at(-1)?.status).toBe('done');
    const person = await holder('half_blind');
    await createRecord(person, 'account', { name: 'Peek' });
    expect(await workspace.settled('peek_mail')).toMatchObject([
      { status: 'failed', error: { code: 'run_hidden_field' } },
    ]);
    expect(sent('e@example.com')).toEqual([]);
  });

  /** Somebody who has the role in the database too, where background work looks for it. */
  async function holder(role: string): Promise<AccessContext> {
    const person = await workspace.person([role]);
    const { userId } = person.actor;
    await workspace.database.query(`insert into core.user_role (user_id, role) values ($1, $2)`, [userId, role]);
    return person;
  }

  async function attempts(record: string): Promise<number> {
    const { rows } = await workspace.database.query<{ attempts: number }>(
      'select d.attempts from core.delivery d join core.workflow_run r on r.id = d.belongs_to where r.record_id = $1',
      [record],
    );
    return rows[0]?.attempts ?? 0;
  }
});
