import { label, type SettingDeclaration } from '@stratacrm/sdk';

export const settings: SettingDeclaration[] = [
  {
    name: 'carrier',
    label: label('Letters before membership numbers', '会员卡号前缀'),
    type: 'text',
    required: true,
    default: 'SK',
  },
  {
    name: 'points_valid_months',
    label: label('Points are valid for (months)', '积分有效期（月）'),
    type: 'integer',
    required: true,
    default: 24,
  },
  {
    name: 'agent_limit',
    label: label('Compensation an agent may offer by himself (points)', '经办人可自行补偿的积分上限'),
    type: 'integer',
    required: true,
    default: 3000,
  },
  {
    name: 'manager_limit',
    label: label('Compensation a loyalty manager may approve (points)', '会员经理可批准的积分上限'),
    type: 'integer',
    required: true,
    default: 20000,
  },
];
