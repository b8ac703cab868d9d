import { definePlugin, hook, job, label, pluginFunction } from '@stratacrm/sdk';
import { actions } from './actions.ts';
import { capabilities } from './capabilities.ts';
import { giving } from './dashboards/giving.ts';
import { myGiving } from './dashboards/my-giving.ts';
import { demo } from './demo/demo.ts';
import { caresAbout } from './donors/cares-about.ts';
import { account } from './numbers/account.ts';
import { taxNumber } from './numbers/tax-number.ts';
import { history } from './donors/history.ts';
import { reviewAllDonors } from './donors/review-donors.ts';
import { dueSoon, thanks, yearly } from './email-templates.ts';
import { followGifts, noticeGifts } from './gifts/after-gifts.ts';
import { beginPledges } from './gifts/begin-pledges.ts';
import { completeGifts } from './gifts/complete-gifts.ts';
import { makeRecurring } from './gifts/make-recurring.ts';
import { payments } from './gifts/payments.ts';
import { campaignFields, campaignLayout, campaignViews } from './objects/campaign.ts';
import { donorFields, donorLayout, donorViews, taxNumberCheck } from './objects/donor.ts';
import { gift } from './objects/gift.ts';
import { household } from './objects/household.ts';
import { instalment, pledge } from './objects/pledge.ts';
import { receipt, statement } from './objects/receipt.ts';
import { recurring } from './objects/recurring.ts';
import { method, purpose, rhythm, standing } from './option-sets.ts';
import { completeReceipts } from './receipts/complete-receipts.ts';
import { completeStatements } from './receipts/complete-statements.ts';
import { makeStatements } from './receipts/make-statements.ts';
import { donor, finance, fundraiser } from './roles.ts';
import { screens } from './screens/screens.ts';
import { settings } from './settings.ts';
import { steps } from './steps.ts';
import { progressCards, yearLine } from './view-types.ts';
import { lapsedDonor, pledgeReminder, sendStatement } from './workflows/keeping.ts';
import { receiptForArrived, receiptForNew, thankDonor } from './workflows/thanking.ts';

/** A charity's friends: who they are, what they gave and promised, and how they are kept. */
export default definePlugin({
  id: '@stratacrm/plugin-charity',
  prefix: 'give',
  version: '1.1.0',
  engine: '>=0.1.0',
  label: label('Charity', '公益募款'),
  description: label(
    'Donors and households, gifts, pledges, recurring gifts, campaigns, receipts, and the long memory of a relationship.',
    '捐赠人与家庭、捐赠、分期认捐、定期捐赠、募款活动、捐赠票据，以及长期关系的完整记录。',
  ),
  documents: [
    purpose,
    method,
    rhythm,
    standing,
    ...household,
    ...gift,
    ...pledge,
    ...instalment,
    ...recurring,
    ...receipt,
    ...statement,
    ...donorFields,
    ...donorViews,
    taxNumberCheck,
    progressCards,
    yearLine,
    ...campaignFields,
    ...campaignViews,
    fundraiser,
    finance,
    donor,
    thanks,
    dueSoon,
    yearly,
    receiptForNew,
    receiptForArrived,
    thankDonor,
    pledgeReminder,
    lapsedDonor,
    sendStatement,
    giving,
    myGiving,
  ],
  screens,
  patches: [donorLayout, campaignLayout],
  capabilities,
  settings,
  demo,
  code: [
    hook(
      {
        name: 'complete_gifts',
        label: label('Complete gifts', '补全捐赠信息'),
        when: 'before',
        on: ['create', 'update'],
        object: 'give__gift',
        fields: ['donor', 'amount', 'pledge', 'instalment'],
        writes: ['title', 'household', 'pledge', 'instalment'],
      },
      ({ records }, host) => completeGifts(records, host),
    ),
    hook(
      {
        name: 'notice_gifts',
        label: label('Follow up gifts', '跟进捐赠变动'),
        when: 'after',
        on: ['create', 'update', 'transition', 'delete'],
        object: 'give__gift',
        fields: ['donor', 'amount', 'status', 'received_on', 'instalment'],
        reads: ['donor', 'instalment'],
      },
      ({ records }, host) => noticeGifts(records, host),
    ),
    hook(
      {
        name: 'begin_pledges',
        label: label('Divide pledges into instalments', '拆分认捐分期'),
        when: 'after',
        on: ['create'],
        object: 'give__pledge',
      },
      ({ records }, host) => beginPledges(records, host),
    ),
    hook(
      {
        name: 'begin_recurring',
        label: label('Make the first of recurring gifts', '生成首次定期捐赠'),
        when: 'after',
        on: ['create'],
        object: 'give__recurring',
        reads: ['next_on'],
      },
      async (_, host) => host.jobs.start('make_recurring', null, { key: 'begun' }),
    ),
    hook(
      {
        name: 'complete_receipts',
        label: label('Write receipts', '填写票据'),
        when: 'before',
        on: ['create'],
        object: 'give__receipt',
        writes: ['donor', 'made_out_to', 'tax_number', 'amount', 'received_on', 'issued_on'],
      },
      ({ records }, host) => completeReceipts(records, host),
    ),
    hook(
      {
        name: 'keep_receipts',
        label: label('Receipts are never deleted', '票据不可删除'),
        when: 'before',
        on: ['delete'],
        object: 'give__receipt',
        reads: ['number'],
      },
      (_, host) =>
        host.refuse(label('A receipt stays. Void it, and issue another.', '票据不可删除，请作废后重新开具。')),
    ),
    hook(
      {
        name: 'complete_statements',
        label: label('Write yearly statements', '填写年度对账单'),
        when: 'before',
        on: ['create'],
        object: 'give__statement',
        writes: ['name', 'gifts', 'total', 'lines', 'made_on'],
      },
      ({ records }, host) => completeStatements(records, host),
    ),
    pluginFunction<{ donor: string }>(
      {
        name: 'history',
        label: label('History of a donor', '捐赠人历史'),
        roles: ['give__fundraiser', 'give__finance'],
      },
      history,
    ),
    taxNumber,
    account,
    caresAbout,
    payments,
    ...steps,
    ...actions,
    job(
      {
        name: 'make_recurring',
        label: label('Make recurring gifts', '生成定期捐赠'),
        cron: '0 5 * * *',
        by_itself: true,
      },
      ({ payload }, host) => makeRecurring(payload, host),
    ),
    job(
      { name: 'review_donors', label: label('Review donors', '更新捐赠状态'), cron: '30 4 * * *', by_itself: true },
      ({ payload }, host) => reviewAllDonors(payload, host),
    ),
    job(
      { name: 'follow_gifts', label: label('Follow up gifts', '跟进捐赠变动'), by_itself: true },
      ({ payload }, host) => followGifts(payload, host),
    ),
    job(
      {
        name: 'make_statements',
        label: label('Make yearly statements', '生成年度对账单'),
        cron: '0 6 5 1 *',
        by_itself: true,
      },
      ({ payload }, host) => makeStatements(payload, host),
    ),
  ],
});
