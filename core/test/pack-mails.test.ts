import path from 'node:path';
import { basePack } from '@stratacrm/plugin-base';
import { addDays, type DocumentDraft, type JsonValue } from '@stratacrm/sdk';
import { buildPlugin } from '@stratacrm/sdk/packing';
import { beforeAll, expect, test } from 'vitest';
import { mailSink, type MailSink } from '../testing/mail-sink.ts';
import { workflowWorkspace, type WorkflowWorkspace } from '../testing/test-workflows.ts';
import { mailCarrier } from '../src/kernel/mail/mail-carrier.ts';
import { MAIL } from '../src/kernel/mail/mail.ts';
import { outboundPolicy } from '../src/kernel/outbound/outbound-policy.ts';
import { newKey, secretBox } from '../src/kernel/secret-box.ts';
import { createRecord } from '../src/records/create-record.ts';
import { startWhatIsDue } from '../src/workflow/start/on-schedule.ts';
import { raisePluginEvent } from '../src/workflow/start/raise-plugin-event.ts';

/** What the packs write to customers by the clock and after their own events, to a real server, in the language of each. */

const TODAY = '2027-03-01';
let workspace: WorkflowWorkspace;
let sink: MailSink;

beforeAll(async () => {
  sink = await mailSink();
  const folder = (pack: string): string => path.resolve(import.meta.dirname, '../../plugins', pack);
  const built = await Promise.all(['airline', 'banking', 'charity'].map((pack) => buildPlugin(folder(pack))));
  const config = { smtpUrl: sink.url, mailFrom: 'Strata <crm@example.com>' };
  const mail = { secrets: secretBox([newKey()]), config, outbound: outboundPolicy([]) };
  const documents = [basePack, ...built.map(({ manifest }) => manifest)].flatMap((each) => each.documents);
  workspace = await workflowWorkspace(documents as unknown as DocumentDraft[], (db) => ({
    [MAIL]: mailCarrier({ db, ...mail }),
  }));
});

type Values = { [field: string]: JsonValue };

const make = async (object: string, values: Values): Promise<string> =>
  (await createRecord(workspace.system, object, values)).data.id;
const yuan = (amount: string): Values => ({ amount, currency: 'CNY' });
const day = (count: number): string => addDays(TODAY, count)!;
const person = (name: string, language: string, more: Values = {}): Promise<string> =>
  make('contact', { name, language, email: `${name.toLowerCase()}@example.com`, ...more });

/** What goes out in the morning, by the name of its reader. */
async function morning(begin = (): Promise<unknown> => Promise.resolve()): Promise<{ [reader: string]: string }> {
  sink.mails.length = 0;
  await begin();
  await startWhatIsDue(workspace.engine, new Date(`${TODAY}T09:31:00+08:00`));
  const runs = await workspace.settled();
  expect(runs.map(({ workflow, status, error }) => ({ workflow, status, error: error?.code ?? null }))).toEqual(
    runs.map(({ workflow }) => ({ workflow, status: 'done', error: null })),
  );
  return Object.fromEntries(
    sink.mails.map(({ readers, subject, text }) => [readers[0]!.split('@')[0]!, `${subject}\n${text}`]),
  );
}

test('an airline tells its members of a new tier and of points about to expire', async () => {
  const member = { air__tier: 'gold', air__tier_until: day(365), air__joined_on: '2020-01-01', air__number: 'SK1' };
  const soon = { air__expiring: 800, air__expires_on: day(30) };
  const expiring = await morning(async () => {
    await person('Hannah', 'en', { ...member, ...soon });
    await person('Ruoxi', 'zh', { ...member, ...soon, air__number: 'SK2' });
    await person('Silent', 'en', { ...member, ...soon, air__number: 'SK3', do_not_contact: true });
  });
  expect(Object.keys(expiring).toSorted()).toEqual(['hannah', 'ruoxi']);
  expect(expiring['hannah']).toMatch(/^800 of your points expire soon\n.*31 Mar 2027/s);
  expect(expiring['ruoxi']).toMatch(/^您有 800 积分即将过期\n.*2027年3月31日/s);
  const changed = async (id: string, up: boolean): Promise<unknown> =>
    raisePluginEvent(workspace.engine, {
      name: 'air:tier_changed',
      part: 'air__tier_changed_event',
      record: { object: 'contact', id },
      payload: { from: 'silver', to: 'gold', up },
    });
  const told = await morning(async () => {
    await changed(await person('Claire', 'en', { ...member, air__number: 'SK4' }), true);
    await changed(await person('Qihang', 'zh', { ...member, air__number: 'SK5' }), false);
  });
  expect(told['claire']).toMatch(/^Claire, welcome to your new tier\n.*tier Gold, valid until 29 Feb 2028/s);
  expect(told['qihang']).toMatch(/^Qihang，期待与您再次同行\n.*金卡/s);
});

test('a bank asks for new papers six weeks before they expire, and opens the next check', async () => {
  const expires = { status: 'approved', risk_class: 'low', valid_until: day(45) };
  const asked = await morning(async () => {
    for (const [name, language] of [
      ['Keller', 'en'],
      ['Guyan', 'zh'],
    ] as const)
      await make('bank__kyc_check', { contact: await person(name, language), ...expires });
  });
  expect(asked['keller']).toMatch(/^Please renew your documents by 15 Apr 2027\nDear Keller,/);
  expect(asked['guyan']).toMatch(/^请于 2027年4月15日 前更新您的身份资料\nGuyan，您好/);
});

test('a charity reminds of an instalment, and sends the statement of the year', async () => {
  const written = await morning(async () => {
    for (const [name, language] of [
      ['Lindgren', 'en'],
      ['Bojun', 'zh'],
    ] as const) {
      const donor = await person(name, language);
      const terms = { donor, amount: yuan('1200'), instalments: 1, starts_on: day(7) };
      const pledge = await make('give__pledge', terms);
      await make('give__instalment', { donor, pledge, position: 1, due_on: day(7), amount: yuan('1200') });
    }
  });
  expect(written['lindgren']).toMatch(/^Your pledge: ¥1,200\.00 on 8 Mar 2027\n/);
  expect(written['bojun']).toMatch(/^您的认捐：2027年3月8日 应捐 ¥1,200\.00\n/);
  const statement = await morning(async () => {
    const donor = await person('Nadia', 'en');
    const sums = { gifts: 2, total: yuan('700'), lines: '2026-05-01  G-1  300.00 CNY\n2026-07-01  G-2  400.00 CNY' };
    await make('give__statement', { donor, year: 2026, ...sums });
  });
  expect(statement['nadia']).toMatch(/^What you made possible in 2026\n.*¥700\.00 in 2 gifts.*G-1.*\n.*G-2/s);
});
