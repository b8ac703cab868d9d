import { action, field, label, type CodePart, type JsonObject, type Label } from '@stratacrm/sdk';
import { redeem } from './ledger/redeem.ts';

const STAFF = ['air__agent', 'air__loyalty_manager', 'administrator'];

/** The buttons of the pack. */
export const actions: CodePart[] = [
  action(
    {
      name: 'air__enrol',
      label: label('Enrol as frequent flyer', '加入常旅客计划'),
      object: 'contact',
      icon: 'award',
      places: ['record', 'list'],
      when: 'record.air__number == null',
      roles: STAFF,
      done: label('{n} enrolled.', '已办理 {n} 位入会。'),
    },
    async ({ records }, host) => {
      const today = host.today();
      const update = records.map((id): JsonObject => ({ id, air__joined_on: today }));
      const { errors } = await host.records.bulk('contact', { update, mode: 'partial' });
      return { errors: errors.map(({ index, message }) => ({ record: records[index]!, message })) };
    },
  ),
  action(
    {
      name: 'air__check_in',
      label: label('Check in', '办理值机'),
      object: 'air__segment',
      icon: 'ticket-check',
      places: ['record', 'list'],
      when: 'record.status == "booked"',
      roles: STAFF,
      input: {
        seat: field.text(label('Seat', '座位'), {
          help: label('Empty: what the member likes best.', '留空则按会员偏好自动选座。'),
          max_length: 3,
        }),
        bags: field.integer(label('Bags', '托运行李件数'), { min: 0, max: 20 }),
      },
      done: label('{n} checked in.', '已为 {n} 位旅客办理值机。'),
    },
    async ({ records, input }, host) => {
      const told: JsonObject = {
        ...(input['seat'] !== null && records.length === 1 && { seat: String(input['seat']).toUpperCase() }),
        ...(input['bags'] !== null && { bags: input['bags'] ?? null }),
      };
      const update = records.map((id): JsonObject => ({ id, status: 'checked_in', ...told }));
      const { errors } = await host.records.bulk('air__segment', { update, mode: 'partial' });
      return { errors: errors.map(({ index, message }) => ({ record: records[index]!, message })) };
    },
  ),
  action(
    {
      name: 'air__redeem',
      label: label('Redeem now', '立即兑换'),
      object: 'air__reward',
      icon: 'gift',
      when: 'record.active == true',
      roles: ['air__member'],
      confirm: label('Redeem your points for this reward?', '确定用积分兑换此奖励吗？'),
    },
    async ({ records }, host) => {
      const entry = (await redeem({ reward: records[0] ?? '' }, host)) as JsonObject;
      return { message: redeemed(entry) };
    },
  ),
  action(
    {
      name: 'air__redeem_for',
      label: label('Redeem points', '为会员兑换'),
      object: 'contact',
      icon: 'gift',
      when: 'record.air__number != null && record.air__points > 0',
      roles: STAFF,
      input: { reward: field.reference(label('Reward', '兑换奖励'), 'air__reward', { required: true }) },
    },
    async ({ records, input }, host) => {
      const entry = await redeem({ reward: String(input['reward']), member: records[0] ?? '' }, host);
      return { message: redeemed(entry as JsonObject) };
    },
  ),
  action(
    {
      name: 'air__give_bonus',
      label: label('Give bonus points', '赠送积分'),
      object: 'contact',
      icon: 'sparkles',
      places: ['record', 'list'],
      when: 'record.air__number != null',
      roles: ['air__loyalty_manager', 'administrator'],
      input: {
        points: field.integer(label('Points', '积分'), { required: true, min: 1, max: 100_000, default: 500 }),
        note: field.text(label('What for', '事由'), { required: true, max_length: 300 }),
      },
      done: label('{n} members got their points.', '已为 {n} 位会员入账。'),
    },
    async ({ records, input }, host) => {
      const create = records.map((member): JsonObject => ({ ...input, member, kind: 'bonus' }));
      const { errors } = await host.records.bulk('air__points_entry', { create, mode: 'partial' });
      return { errors: errors.map(({ index, message }) => ({ record: records[index]!, message })) };
    },
  ),
  action(
    {
      name: 'air__review_programme',
      label: label('Review tiers and expire points now', '立即评定等级并处理积分过期'),
      icon: 'refresh-cw',
      roles: ['air__loyalty_manager', 'administrator'],
    },
    async (_, host) => {
      await host.jobs.start('expire_points', null, { key: 'now' });
      await host.jobs.start('review_tiers', null, { key: 'now' });
      return { message: label('Both have begun. It takes a moment.', '已开始处理，请稍候查看结果。') };
    },
  ),
];

function redeemed({ voucher, balance }: JsonObject): Label {
  return label(
    `Done. Voucher ${String(voucher)}; ${String(balance)} points are left.`,
    `兑换成功，券号 ${String(voucher)}，剩余 ${String(balance)} 积分。`,
  );
}
