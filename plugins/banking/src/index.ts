import { definePlugin, endpoint, hook, job, label, migration, pluginFunction, step, trigger } from '@stratacrm/sdk';
import { capabilities } from './capabilities.ts';
import { myBook } from './dashboards/my-book.ts';
import { profitability } from './dashboards/profitability.ts';
import { demo } from './demo/demo.ts';
import { accountNumber } from './identity/account-number.ts';
import { documentNumber } from './identity/document-number.ts';
import { legalEntities, leiCheck } from './identity/legal-entity.ts';
import { kycActions } from './kyc/actions.ts';
import { approveChecks } from './kyc/approve-checks.ts';
import { CLASS_LIMITS } from './kyc/risk-score.ts';
import { scoreRisk } from './kyc/score-risk.ts';
import { afterBalances } from './money/after-balances.ts';
import { everyNight } from './money/every-night.ts';
import { noteBalancesAnew } from './money/note-balances-anew.ts';
import { quote } from './money/quote.ts';
import { takeBalances } from './money/take-balances.ts';
import { workOutMonth } from './money/work-out-month.ts';
import { suggestionActions } from './next-product/actions.ts';
import { afterHoldings, noteBought } from './next-product/after-holdings.ts';
import { suggestProducts } from './next-product/suggest-products.ts';
import { balance } from './objects/balance.ts';
import { ftpRate } from './objects/ftp-rate.ts';
import { holding } from './objects/holding.ts';
import { household } from './objects/household.ts';
import { kycCheck } from './objects/kyc-check.ts';
import { kycDocument } from './objects/kyc-document.ts';
import { officer } from './objects/officer.ts';
import { owner } from './objects/owner.ts';
import { product } from './objects/product.ts';
import { profit } from './objects/profit.ts';
import { relationship } from './objects/relationship.ts';
import { suggestion } from './objects/suggestion.ts';
import * as optionSets from './option-sets.ts';
import { findOwners } from './party/find-owners.ts';
import { afterRelationships, nameRelationships } from './party/relationships.ts';
import { customerDocuments } from './patches/customer-fields.ts';
import { customerPatches } from './patches/customer-layouts.ts';
import { compliance, controller, operations, relationshipManager } from './roles.ts';
import { rateDeskPage, rateDeskScreen, relationsScreen } from './screens/screens.ts';
import { settings } from './settings.ts';
import { worthCards } from './view-types.ts';
import { kycApproved, kycMail, kycRenewal, kycReview } from './workflows/kyc.ts';
import { depositsFell, maturityTalk } from './workflows/money.ts';

export default definePlugin({
  id: 'com.stratacrm.banking',
  prefix: 'bank',
  version: '1.2.0',
  engine: '>=0.1.0',
  downgrade: '>=1.0.0',
  label: label('Banking', '银行业务'),
  description: label(
    'Households and ownership, products and balances, transfer-priced profitability by customer, product and employee, know-your-customer checks, next product.',
    '家庭与股权关系、产品与余额、基于资金转移定价的客户/产品/员工盈利分析、尽职调查与产品推荐。',
  ),
  dependencies: {},
  documents: [
    ...Object.values(optionSets),
    ...household,
    ...product,
    ...officer,
    worthCards,
    ...holding,
    ...balance,
    ...ftpRate,
    ...profit,
    ...relationship,
    ...owner,
    ...kycCheck,
    ...kycDocument,
    ...suggestion,
    ...customerDocuments,
    relationshipManager,
    compliance,
    controller,
    operations,
    kycMail,
    kycReview,
    kycApproved,
    kycRenewal,
    maturityTalk,
    depositsFell,
    profitability,
    myBook,
    rateDeskPage,
  ],
  screens: [relationsScreen, rateDeskScreen],
  patches: customerPatches,
  capabilities,
  settings,
  demo,
  code: [
    hook(
      {
        name: 'name_relationships',
        label: label('Name relationships, and add up shares', '生成关系名称并校验持股比例'),
        when: 'before',
        on: ['create', 'update'],
        object: 'bank__relationship',
        reads: ['from', 'to', 'type', 'share', 'until'],
        writes: ['name'],
      },
      nameRelationships,
    ),
    hook(
      {
        name: 'approve_checks',
        label: label('Say until when a check is valid', '确定尽职调查有效期'),
        when: 'before',
        on: ['transition'],
        to: ['approved'],
        object: 'bank__kyc_check',
        reads: ['risk_class', 'documents', 'first_expiry'],
        writes: ['approved_on', 'valid_until'],
      },
      approveChecks,
    ),
    hook(
      {
        name: 'after_relationships',
        label: label('Work out ultimate owners anew', '重新计算最终受益人'),
        when: 'after',
        on: ['create', 'update', 'delete'],
        object: 'bank__relationship',
        reads: ['from', 'to', 'type', 'share', 'since', 'until'],
      },
      afterRelationships,
    ),
    hook(
      {
        name: 'after_balances',
        label: label('Work out the months of new balances', '根据新余额计算月度利润'),
        when: 'after',
        on: ['create', 'update', 'delete'],
        object: 'bank__balance',
        reads: ['date'],
        fields: ['date', 'amount', 'days', 'fees', 'costs', 'kind'],
      },
      afterBalances,
    ),
    hook(
      {
        name: 'after_holdings',
        label: label('Note what was bought', '记录推荐成交'),
        when: 'after',
        on: ['create', 'update'],
        object: 'bank__holding',
        reads: ['status'],
        fields: ['status'],
      },
      afterHoldings,
    ),
    job(
      { name: 'work_out_month', label: label('Work out a month', '计算月度利润贡献'), by_itself: true },
      workOutMonth,
    ),
    job({ name: 'find_owners', label: label('Find ultimate owners', '计算最终受益人'), by_itself: true }, findOwners),
    job(
      { name: 'suggest_products', label: label('Suggest products', '生成产品推荐'), by_itself: true },
      suggestProducts,
    ),
    job({ name: 'note_bought', label: label('Note what was bought', '记录推荐成交'), by_itself: true }, noteBought),
    job({ name: 'every_night', label: label('Every night', '每晚计算'), cron: '10 2 * * *' }, everyNight),
    step(
      {
        name: 'score_risk',
        label: label('Score the risk of a check', '评定洗钱风险等级'),
        description: label(
          'Adds up what raises the risk of money laundering, writes score and class into the check, and goes the way of its class.',
          '汇总洗钱风险因素，将评分与等级写入尽职调查，并按等级分流。',
        ),
        icon: 'shield',
        settings: [
          {
            name: 'medium_from',
            type: 'integer',
            label: label('Medium from so many points', '中风险起始分'),
            min: 1,
            max: 100,
            default: CLASS_LIMITS.medium_from,
          },
          {
            name: 'high_from',
            type: 'integer',
            label: label('High from so many points', '高风险起始分'),
            min: 1,
            max: 100,
            default: CLASS_LIMITS.high_from,
          },
        ],
        outcomes: [
          { name: 'low', label: label('Low', '低风险') },
          { name: 'medium', label: label('Medium', '中风险') },
          { name: 'high', label: label('High', '高风险') },
        ],
        results: [
          { name: 'score', type: { type: 'int' } },
          { name: 'risk_class', type: { type: 'text' } },
        ],
      },
      scoreRisk,
    ),
    trigger({
      name: 'deposits_fell',
      label: label('Deposits fell', '存款大幅下降'),
      icon: 'triangle-alert',
      object: 'bank__holding',
      results: [
        { name: 'before', type: { type: 'decimal' } },
        { name: 'after', type: { type: 'decimal' } },
        { name: 'percent', type: { type: 'int' } },
      ],
    }),
    endpoint(
      {
        name: 'take_balances',
        label: label('Take balances', '接收余额'),
        method: 'POST',
        path: 'balances',
        for: 'people',
      },
      takeBalances,
    ),
    migration('1.1.0', label('Latest balances noted anew', '重新记录最新余额'), noteBalancesAnew),
    pluginFunction(
      {
        name: 'quote',
        label: label('What a rate would bring', '利率测算'),
        roles: ['bank__relationship_manager', 'bank__controller', 'administrator'],
      },
      quote,
    ),
    accountNumber,
    documentNumber,
    leiCheck,
    legalEntities,
    ...kycActions,
    ...suggestionActions,
  ],
});
