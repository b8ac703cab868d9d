import { definePlugin, hook, job, label, pluginFunction, trigger, type JsonValue } from '@stratacrm/sdk';
import { actions } from './actions.ts';
import { capabilities } from './capabilities.ts';
import { checkInList } from './check-in/check-in-list.ts';
import { landPassengers } from './check-in/land-passengers.ts';
import { serveSegments } from './check-in/serve-segments.ts';
import { airportCode, bookingReference, flightNumber } from './codes/codes.ts';
import { experience } from './dashboards/experience.ts';
import { programme } from './dashboards/programme.ts';
import { demo } from './demo/demo.ts';
import { apology, pointsExpiring, tierLost, tierReached } from './email-templates.ts';
import { journey } from './journey/journey.ts';
import { noteTouchpoints } from './journey/note-touchpoints.ts';
import { bookEntries } from './ledger/book-entries.ts';
import { expirePoints } from './ledger/expire-points.ts';
import { redeem, type RedeemInput } from './ledger/redeem.ts';
import { account } from './member/account.ts';
import { habits } from './member/habits.ts';
import { membershipNumber } from './member/membership-number.ts';
import { numberMembers } from './member/number-members.ts';
import { flight } from './objects/flight.ts';
import { memberFields, memberLayout, memberNumberCheck, memberViews } from './objects/member.ts';
import { pointsEntry } from './objects/points-entry.ts';
import { caseLayout, recovery } from './objects/recovery.ts';
import { reward } from './objects/reward.ts';
import { segment } from './objects/segment.ts';
import { tierTerms } from './objects/tier-terms.ts';
import { touchpoint } from './objects/touchpoint.ts';
import { cabin, language, meal, tier, touchpointKind } from './option-sets.ts';
import { weighRecoveries } from './recovery/weigh-recoveries.ts';
import { agent, loyaltyManager, member } from './roles.ts';
import { pages, screens } from './screens/screens.ts';
import { seeds } from './seeds.ts';
import { settings } from './settings.ts';
import { steps } from './steps.ts';
import { reviewAllTiers } from './tiers/review-tiers.ts';
import { momentCards } from './view-types.ts';
import { awardPoints, expiryReminder, tierChanged } from './workflows/points.ts';
import { poorExperience, recoveryApproval } from './workflows/recovery.ts';

/** An airline's frequent flyers: what they like, what they earn, and how their journeys feel. */
export default definePlugin({
  id: '@stratacrm/plugin-airline',
  prefix: 'air',
  version: '1.1.0',
  engine: '>=0.1.0',
  label: label('Airline', '航空'),
  description: label(
    'Frequent flyers, flights, preferences used at check-in, points redeemed at once, tiers, the journey and its recovery.',
    '常旅客、航班与航段、值机时自动使用的偏好、即时兑换的积分、会员等级、旅程体验与投诉补救。',
  ),
  documents: [
    tier,
    cabin,
    meal,
    language,
    touchpointKind,
    ...tierTerms,
    ...flight,
    ...segment,
    ...reward,
    ...touchpoint,
    ...recovery,
    ...pointsEntry,
    ...memberFields,
    ...memberViews,
    memberNumberCheck,
    momentCards,
    member,
    agent,
    loyaltyManager,
    tierReached,
    tierLost,
    pointsExpiring,
    apology,
    awardPoints,
    tierChanged,
    expiryReminder,
    poorExperience,
    recoveryApproval,
    experience,
    programme,
    ...pages,
  ],
  screens,
  patches: [memberLayout, caseLayout],
  capabilities,
  settings,
  seeds,
  demo,
  code: [
    hook(
      {
        name: 'number_members',
        label: label('Give new members their number', '为新会员分配卡号'),
        when: 'before',
        on: ['create', 'update'],
        object: 'contact',
        fields: ['air__joined_on'],
        reads: ['air__joined_on', 'air__number', 'air__tier'],
        writes: ['air__number', 'air__tier'],
      },
      ({ records }, host) => numberMembers(records, host),
    ),
    hook(
      {
        name: 'book_entries',
        label: label('Book points', '积分入账'),
        when: 'before',
        on: ['create'],
        object: 'air__points_entry',
        writes: [
          'points',
          'tier_points',
          'sequence',
          'balance',
          'booked_at',
          'expires_on',
          'voucher',
          'voucher_until',
          'request_key',
        ],
      },
      ({ records }, host) => bookEntries(records, host),
    ),
    hook(
      {
        name: 'keep_entries',
        label: label('Entries are never deleted', '积分流水不可删除'),
        when: 'before',
        on: ['delete'],
        object: 'air__points_entry',
        reads: ['number'],
      },
      (_, host) =>
        host.refuse(
          label('Entries stay. Book another one that takes it back.', '积分流水不可删除，请另记一笔予以冲回。'),
        ),
    ),
    hook(
      {
        name: 'serve_segments',
        label: label('Use preferences at check-in', '值机时使用会员偏好'),
        when: 'before',
        on: ['create', 'update', 'transition'],
        object: 'air__segment',
        writes: ['seat', 'meal', 'language', 'preference'],
      },
      ({ records }, host) => serveSegments(records, host),
    ),
    hook(
      {
        name: 'land_passengers',
        label: label('Passengers of a flight that has landed', '航班到达后登记旅客'),
        when: 'after',
        on: ['transition'],
        to: ['landed'],
        object: 'air__flight',
        reads: ['status'],
      },
      ({ records }, host) => landPassengers(records, host),
    ),
    hook(
      {
        name: 'note_touchpoints',
        label: label('Complete touchpoints', '补全体验触点'),
        when: 'before',
        on: ['create'],
        object: 'air__touchpoint',
        writes: ['title', 'flight'],
      },
      ({ records }, host) => noteTouchpoints(records, host),
    ),
    hook(
      {
        name: 'weigh_recoveries',
        label: label('Hold compensation to its limits', '控制补偿上限'),
        when: 'before',
        on: ['create', 'update'],
        object: 'air__recovery',
        fields: ['points', 'cause'],
        writes: ['points', 'level'],
      },
      ({ records }, host) => weighRecoveries(records, host),
    ),
    pluginFunction<RedeemInput & { [name: string]: JsonValue }>(
      {
        name: 'redeem',
        label: label('Redeem points', '兑换积分'),
        roles: ['air__member', 'air__agent', 'air__loyalty_manager'],
      },
      redeem,
    ),
    pluginFunction<{ member?: string }>(
      {
        name: 'account',
        label: label('Account of a member', '会员账户'),
        roles: ['air__member', 'air__agent', 'air__loyalty_manager'],
      },
      account,
    ),
    pluginFunction<{ flight: string }>(
      {
        name: 'check_in_list',
        label: label('Passengers to check in', '待值机旅客'),
        roles: ['air__agent', 'air__loyalty_manager'],
      },
      checkInList,
    ),
    pluginFunction<{ member?: string }>(
      {
        name: 'journey',
        label: label('Scores along the journey', '旅程各触点评分'),
        roles: ['air__agent', 'air__loyalty_manager'],
      },
      journey,
    ),
    flightNumber,
    bookingReference,
    airportCode,
    membershipNumber,
    habits,
    ...steps,
    ...actions,
    trigger({
      name: 'tier_changed',
      label: label('A member has another tier', '会员等级变动'),
      icon: 'award',
      object: 'contact',
      results: [
        { name: 'from', type: { type: 'text' } },
        { name: 'to', type: { type: 'text' } },
        { name: 'up', type: { type: 'bool' } },
      ],
    }),
    job(
      { name: 'expire_points', label: label('Expire points', '积分过期'), cron: '15 2 * * *', by_itself: true },
      ({ payload }, host) => expirePoints(payload, host),
    ),
    job(
      { name: 'review_tiers', label: label('Review tiers', '评定会员等级'), cron: '45 2 * * *', by_itself: true },
      ({ payload }, host) => reviewAllTiers(payload, host),
    ),
  ],
});
