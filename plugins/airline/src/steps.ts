import { label, step, type CodePart } from '@stratacrm/sdk';
import { awardPoints } from './ledger/award-points.ts';
import { causes } from './objects/recovery.ts';
import { openRecovery } from './recovery/open-recovery.ts';
import { payCompensation } from './recovery/pay-compensation.ts';

/** The steps that the pack brings to the designer of workflows, each with a form of its own. */
export const steps: CodePart[] = [
  step(
    {
      name: 'award_points',
      label: label('Award points', '累积积分'),
      description: label(
        'Books the points of a flown segment, once, and the tier that follows from them.',
        '为已乘坐的航段入账积分（仅一次），达标则升级。',
      ),
      icon: 'coins',
      settings: [
        {
          name: 'extra',
          type: 'integer',
          label: label('Extra points of a promotion (%)', '活动加成（%）'),
          help: label(
            '100 doubles what the distance brings. Tier points stay as they are.',
            '填 100 即双倍积分；定级积分不受影响。',
          ),
          min: 0,
          max: 500,
          default: 0,
        },
      ],
      outcomes: [{ name: 'nothing', label: label('Nothing to award', '无可累积积分') }],
      results: [
        { name: 'points', type: { type: 'int' } },
        { name: 'tier', type: { type: 'text' } },
      ],
    },
    awardPoints,
  ),
  step(
    {
      name: 'open_recovery',
      label: label('Open a recovery', '新建服务补救'),
      description: label(
        'For a touchpoint that went wrong, unless a recovery is open for the same journey.',
        '针对不佳的体验触点新建补救；同一行程已有未结补救时不重复新建。',
      ),
      icon: 'heart-handshake',
      settings: [
        {
          name: 'cause',
          type: 'select',
          label: label('What went wrong', '原因'),
          help: label('Empty: as the touchpoint suggests.', '留空则按触点判断。'),
          options: causes.map(({ value, label: text }) => ({ value, label: text })),
        },
        {
          name: 'points',
          type: 'integer',
          label: label('Points offered', '补偿积分'),
          help: label('Empty: by cause, delay and tier.', '留空则按原因、延误时长和等级建议。'),
          min: 0,
        },
      ],
      outcomes: [{ name: 'known', label: label('One is open already', '已有未结补救') }],
      results: [{ name: 'recovery', type: { type: 'text' } }],
    },
    openRecovery,
  ),
  step(
    {
      name: 'pay_compensation',
      label: label('Pay the compensation', '发放补偿积分'),
      description: label('Books the points of an approved recovery, once.', '为已批准的补救入账积分（仅一次）。'),
      icon: 'gift',
      outcomes: [{ name: 'nothing', label: label('No points were offered', '未提供积分') }],
      results: [{ name: 'points', type: { type: 'int' } }],
    },
    payCompensation,
  ),
];
