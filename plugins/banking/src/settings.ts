import { label, type PluginHost, type SettingDeclaration } from '@stratacrm/sdk';

export const settings: SettingDeclaration[] = [
  whole('kyc_months_low', 'Months a check is valid: low risk', '低风险客户尽职调查有效期（月）', 36),
  whole('kyc_months_medium', 'Months a check is valid: medium risk', '中风险客户尽职调查有效期（月）', 24),
  whole('kyc_months_high', 'Months a check is valid: high risk', '高风险客户尽职调查有效期（月）', 6),
  {
    name: 'documents_limit_checks',
    type: 'boolean',
    default: true,
    label: label('A check is valid no longer than its documents', '尽职调查有效期不超过证件有效期'),
  },
  whole('owner_percent', 'From which share an owner is beneficial (%)', '受益所有人认定比例（%）', 25),
  whole('similar_at_least', 'Suggest only from so many similar customers', '推荐所需的最少同类客户数', 5),
  whole('share_at_least', 'Suggest what at least so many per cent of them hold', '推荐所需的最低持有率（%）', 40),
  whole('rest_days', 'Days until what was dismissed may be suggested again', '忽略后再次推荐的间隔天数', 180),
  whole(
    'gather_seconds',
    'Seconds to wait for further lines before working them out',
    '重新计算前等待后续数据的秒数',
    3,
  ),
  whole('alert_drop_percent', 'Alert when deposits fall by so many per cent', '存款下降预警比例（%）', 50),
];

function whole(name: string, en: string, zh: string, value: number): SettingDeclaration {
  return { name, type: 'integer', label: label(en, zh), default: value };
}

/** A number as the administrator set it, else as it comes. */
export async function numberSetting(host: PluginHost, name: string): Promise<number> {
  const value = await host.setting(name);
  return typeof value === 'number' ? value : Number(settings.find((each) => each.name === name)?.default ?? 0);
}
