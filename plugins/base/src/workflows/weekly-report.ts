import { label, type DocumentDraft, type Label, type WorkflowStep } from '@stratacrm/sdk';
import { step } from './step.ts';

/** His own, and those of the teams he manages. */
const OWN = 'owner == {{ each_people }}';
const TEAM = 'owner.team.manager == {{ each_people }}';

function count(id: string, of: Label, filter: string, next: string): WorkflowStep {
  return step(id, 'find_records', of, { object: 'opportunity', filter, sum: 'amount' }, { done: next });
}

/** Everybody with opportunities, and everybody whose team has some, is written to on Monday morning. */
export const weeklyReport: DocumentDraft = {
  kind: 'workflow',
  name: 'weekly_sales_report',
  label: label('Weekly sales report', '销售周报'),
  description: label(
    'Every Monday each salesperson gets the numbers of his week by mail, and each manager those of his teams as well. Nobody has to write it.',
    '每周一早上，系统自动向每位销售发送其一周数据，经理同时收到团队数据，无需人工填写。',
  ),
  format: 1,
  active: true,
  run_as: 'administrator',
  trigger: { type: 'schedule', settings: { cron: '0 8 * * 1' } },
  first: 'people',
  steps: [
    step(
      'people',
      'for_each',
      label('For each person', '逐人'),
      { object: 'user', filter: 'active == true', at_most: 1000 },
      { each: 'open' },
    ),
    count('open', label('His open opportunities', '本人进行中的商机'), `${OWN} && !(stage in ["won", "lost"])`, 'won'),
    count(
      'won',
      label('Won this week', '本人本周赢单'),
      `${OWN} && stage == "won" && stage_time.since >= {{ now() - duration("7d") }}`,
      'team_open',
    ),
    count(
      'team_open',
      label('Open in his teams', '团队进行中的商机'),
      `${TEAM} && !(stage in ["won", "lost"])`,
      'team_won',
    ),
    count(
      'team_won',
      label('Won by his teams', '团队本周赢单'),
      `${TEAM} && stage == "won" && stage_time.since >= {{ now() - duration("7d") }}`,
      'late',
    ),
    count(
      'late',
      label('Past their close date', '已过预计成交日期'),
      `${OWN} && !(stage in ["won", "lost"]) && close_date < today()`,
      'any',
    ),
    step(
      'any',
      'condition',
      label('There is something to tell', '有数据可报'),
      { when: 'open_count + won_count + team_open_count + team_won_count > 0' },
      { yes: 'mail' },
    ),
    step(
      'mail',
      'send_email',
      label('The report', '发送周报'),
      {
        people: [{ kind: 'expression', value: 'each_people' }],
        content: 'own',
        subject: '销售周报 Your week: {{ won_count }} 赢单 won, {{ open_count }} 进行中 open',
        text: [
          '{{ each_people.name }}',
          '',
          '本周赢单 Won this week: {{ won_count }} · {{ won_sum }}',
          '进行中 Open: {{ open_count }} · {{ open_sum }}',
          '其中已过预计成交日期 Of these past their close date: {{ late_count }}',
          '',
          '团队 Your teams',
          '本周赢单 Won this week: {{ team_won_count }} · {{ team_won_sum }}',
          '进行中 Open: {{ team_open_count }} · {{ team_open_sum }}',
        ].join('\n'),
      },
      { failed: 'not_sent' },
    ),
    step('not_sent', 'compute', label('It could not be sent', '未能发送'), {
      value: '"The report of " + each_people.name + " could not be sent"',
    }),
  ],
};
