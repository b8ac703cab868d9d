import { begins, defineWorkflow, does, label, type Label, type StepDraft } from '@stratacrm/sdk';

/** His own, and those of the teams he manages. */
const OWN = 'owner == {{ each_people }}';
const TEAM = 'owner.team.manager == {{ each_people }}';

function count(id: string, of: Label, filter: string): StepDraft {
  return does(id, 'find_records', { object: 'opportunity', filter, sum: 'amount' }, { label: of });
}

/** Everybody with opportunities, and everybody whose team has some, is written to on Monday morning. */
export const weeklyReport = defineWorkflow('weekly_sales_report', {
  label: label('Weekly sales report', '销售周报'),
  description: label(
    'Every Monday each salesperson gets the numbers of his week by mail, and each manager those of his teams as well. Nobody has to write it.',
    '每周一早上，系统自动向每位销售发送其一周数据，经理同时收到团队数据，无需人工填写。',
  ),
  run_as: 'administrator',
  trigger: begins('schedule', { cron: '0 8 * * 1' }),
  steps: [
    does(
      'people',
      'for_each',
      { object: 'user', filter: 'active == true', at_most: 1000 },
      { label: label('For each person', '逐人'), next: { each: 'open' } },
    ),
    count('open', label('His open opportunities', '本人进行中的商机'), `${OWN} && !(stage in ["won", "lost"])`),
    count(
      'won',
      label('Won this week', '本人本周赢单'),
      `${OWN} && stage == "won" && stage_time.since >= {{ now() - duration("7d") }}`,
    ),
    count('team_open', label('Open in his teams', '团队进行中的商机'), `${TEAM} && !(stage in ["won", "lost"])`),
    count(
      'team_won',
      label('Won by his teams', '团队本周赢单'),
      `${TEAM} && stage == "won" && stage_time.since >= {{ now() - duration("7d") }}`,
    ),
    count(
      'late',
      label('Past their close date', '已过预计成交日期'),
      `${OWN} && !(stage in ["won", "lost"]) && close_date < today()`,
    ),
    does(
      'any',
      'condition',
      { when: 'open_count + won_count + team_open_count + team_won_count > 0' },
      { label: label('There is something to tell', '有数据可报'), next: { yes: 'mail' } },
    ),
    does(
      'mail',
      'send_email',
      {
        people: [{ kind: 'expression', value: 'each_people' }],
        content: 'own',
        subject: 'Your week: {{ won_count }} won, {{ open_count }} open',
        subject_zh: '销售周报：赢单 {{ won_count }} 个，进行中 {{ open_count }} 个',
        text: [
          '{{ each_people.name }},',
          '',
          'Won this week: {{ won_count }} · {{ won_sum }}',
          'Open: {{ open_count }} · {{ open_sum }}',
          'Of these past their close date: {{ late_count }}',
          '',
          'Your teams',
          'Won this week: {{ team_won_count }} · {{ team_won_sum }}',
          'Open: {{ team_open_count }} · {{ team_open_sum }}',
        ].join('\n'),
        text_zh: [
          '{{ each_people.name }}，您好：',
          '',
          '本周赢单：{{ won_count }} 个 · {{ won_sum }}',
          '进行中：{{ open_count }} 个 · {{ open_sum }}',
          '其中已过预计成交日期：{{ late_count }} 个',
          '',
          '团队',
          '本周赢单：{{ team_won_count }} 个 · {{ team_won_sum }}',
          '进行中：{{ team_open_count }} 个 · {{ team_open_sum }}',
        ].join('\n'),
      },
      { label: label('The report', '发送周报'), next: { failed: 'not_sent' } },
    ),
    does(
      'not_sent',
      'compute',
      { value: '"The report of " + each_people.name + " could not be sent"' },
      { label: label('It could not be sent', '未能发送') },
    ),
  ],
});
