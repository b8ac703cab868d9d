import { definePlugin, label } from '@stratacrm/sdk';
import { salesDashboard } from './dashboards/sales.ts';
import { serviceDashboard } from './dashboards/service.ts';
import { demo } from './demo/demo.ts';
import { account } from './objects/account.ts';
import { activity } from './objects/activity.ts';
import { campaign } from './objects/campaign.ts';
import { serviceCase } from './objects/case.ts';
import { contact } from './objects/contact.ts';
import { lead } from './objects/lead.ts';
import { opportunity } from './objects/opportunity.ts';
import { product } from './objects/product.ts';
import { industry, leadSource, priority, rating } from './option-sets.ts';
import { caseEscalation } from './workflows/cases.ts';
import { leadAssignment, leadFollowUp } from './workflows/leads.ts';
import { discountApproval, renewalReminder, welcomeJourney, welcomeMail } from './workflows/sales.ts';
import { weeklyReport } from './workflows/weekly-report.ts';
import { administrator, marketer, readOnly, salesManager, salesRepresentative, serviceAgent } from './roles.ts';

/** The base pack: the nouns, processes and roles that every CRM begins with. */
export const basePack = definePlugin({
  id: '@stratacrm/plugin-base',
  prefix: '',
  version: '0.1.0',
  label: label('Base pack', '基础包'),
  description: label(
    'Accounts, contacts, leads, opportunities, products, cases, campaigns and activities.',
    '客户、联系人、线索、商机、产品、服务工单、市场活动与活动记录。',
  ),
  documents: [
    industry,
    leadSource,
    rating,
    priority,
    ...lead,
    ...account,
    ...contact,
    ...opportunity,
    ...serviceCase,
    ...product,
    ...campaign,
    ...activity,
    administrator,
    salesManager,
    salesRepresentative,
    serviceAgent,
    marketer,
    readOnly,
    leadAssignment,
    leadFollowUp,
    discountApproval,
    renewalReminder,
    welcomeMail,
    welcomeJourney,
    caseEscalation,
    weeklyReport,
    salesDashboard,
    serviceDashboard,
  ],
  demo,
});
