import { action, field, label, type CodePart, type JsonObject } from '@stratacrm/sdk';

const STAFF = ['give__fundraiser', 'give__finance', 'administrator'];

/** The buttons of the pack. */
export const actions: CodePart[] = [
  action(
    {
      name: 'give__take_gift',
      label: label('Book a gift', '登记捐赠'),
      object: 'contact',
      icon: 'hand-heart',
      roles: STAFF,
      input: {
        amount: field.currency(label('Amount', '金额'), { required: true }),
        received_on: field.date(label('Received', '到账日期'), { required: true }),
        method: field.select(label('Way of giving', '捐赠方式'), 'give__method', { default: 'transfer' }),
        purpose: field.select(label('Purpose', '捐赠用途'), 'give__purpose', { default: 'where_needed' }),
        campaign: field.reference(label('Campaign', '募款活动'), 'campaign'),
      },
    },
    async ({ records, input }, host) => {
      const { id } = await host.records.create('give__gift', { ...input, donor: records[0] ?? null });
      return {
        message: label('Thank you is on its way.', '已登记，感谢信稍后发出。'),
        open: { object: 'give__gift', record: id },
      };
    },
  ),
  action(
    {
      name: 'give__make_statement',
      label: label('Make yearly statement', '生成年度对账单'),
      object: 'contact',
      icon: 'file-text',
      places: ['menu', 'list'],
      when: 'record.give__gifts > 0',
      roles: STAFF,
      input: { year: field.integer(label('Year', '年度'), { required: true, min: 1990, max: 2100, ungrouped: true }) },
      done: label('{n} statements made.', '已生成 {n} 份对账单。'),
    },
    async ({ records, input }, host) => {
      const create = records.slice(0, 10).map((donor): JsonObject => ({ donor, year: input['year'] ?? null }));
      const { errors } = await host.records.bulk('give__statement', { create, mode: 'partial' });
      const left = records.slice(10).map((record) => ({
        record,
        message: label(
          'Ten at a time; January makes all of them by itself.',
          '每次最多十份；每年一月会自动为全部捐赠人生成。',
        ),
      }));
      return { errors: [...errors.map(({ index, message }) => ({ record: records[index]!, message })), ...left] };
    },
  ),
  action(
    {
      name: 'give__void_and_reissue',
      label: label('Void and issue anew', '作废并重开'),
      object: 'give__receipt',
      icon: 'receipt-text',
      when: 'record.status == "issued"',
      roles: ['give__finance', 'administrator'],
      input: {
        reason: field.text(label('Why', '作废原因'), { required: true, max_length: 300 }),
        made_out_to: field.text(label('Made out to', '新票据抬头'), { max_length: 200 }),
      },
      danger: true,
    },
    async ({ records, input }, host) => {
      const old = await host.records.get('give__receipt', records[0] ?? '', ['gift', 'made_out_to']);
      if (old === null) return {};
      await host.records.update('give__receipt', old.id, { status: 'void', void_reason: input['reason'] ?? null });
      const made_out_to = input['made_out_to'] ?? old['made_out_to'] ?? null;
      const { id } = await host.records.create('give__receipt', { gift: old['gift'] ?? null, made_out_to });
      return { open: { object: 'give__receipt', record: id } };
    },
  ),
  action(
    {
      name: 'give__work_now',
      label: label('Make due gifts and review donors now', '立即生成到期捐赠并更新捐赠状态'),
      icon: 'refresh-cw',
      roles: STAFF,
    },
    async (_, host) => {
      await host.jobs.start('make_recurring', null, { key: 'now' });
      await host.jobs.start('review_donors', null, { key: 'now' });
      return { message: label('Both have begun. It takes a moment.', '已开始处理，请稍候查看结果。') };
    },
  ),
];
