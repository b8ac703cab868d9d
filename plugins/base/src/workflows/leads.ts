import { begins, defineWorkflow, does, label, textFor } from '@stratacrm/sdk';

/** Leads that nobody owns (from a form, a mail, an import) go to the salespeople by turns, with a task to call. */
export const leadAssignment = defineWorkflow('lead_assignment', {
  label: label('Lead assignment', '线索分配'),
  description: label(
    'A new lead without an owner goes to the next salesperson by turns, who is given a task to get in touch.',
    '没有负责人的新线索轮流分配给销售代表，并生成联系任务。',
  ),
  run_as: 'administrator',
  trigger: begins('record_created', { object: 'lead', when: '!has(record.owner)' }),
  steps: [
    does(
      'assigned',
      'assign',
      {
        by: 'round_robin',
        people: [{ kind: 'role', value: 'sales_representative' }],
        record: 'record',
        field: 'owner',
      },
      { label: label('To the next salesperson', '分配给下一位销售代表') },
    ),
    does(
      'get_in_touch',
      'create_record',
      {
        object: 'activity',
        values: {
          subject: textFor('assigned', label('Get in touch: ', '联系新线索：')) + ' + record.name',
          type: '"task"',
          status: '"planned"',
          due_date: 'addDays(today(), 1)',
          lead: 'record.id',
          owner: 'assigned',
        },
      },
      { label: label('A task to get in touch', '创建联系任务') },
    ),
  ],
});

/** Begun by the process when a lead has been in its stage for too long. */
export const leadFollowUp = defineWorkflow('lead_follow_up', {
  label: label('Lead follow-up', '线索跟进提醒'),
  description: label(
    'When a lead stays in its stage for longer than planned, its owner is given a task to follow up.',
    '线索在某阶段停留超过目标时间时，为其负责人生成跟进任务。',
  ),
  run_as: 'administrator',
  trigger: begins('called', { object: 'lead' }),
  steps: [
    does(
      'owned',
      'condition',
      { when: 'has(record.owner)' },
      { label: label('Somebody owns it', '已有负责人'), next: { yes: 'follow_up' } },
    ),
    does(
      'follow_up',
      'create_record',
      {
        object: 'activity',
        values: {
          subject: textFor('record.owner', label('Follow up: ', '跟进线索：')) + ' + record.name',
          type: '"task"',
          status: '"planned"',
          due_date: 'today()',
          lead: 'record.id',
          owner: 'record.owner',
        },
      },
      { label: label('A task to follow up', '创建跟进任务') },
    ),
  ],
});
