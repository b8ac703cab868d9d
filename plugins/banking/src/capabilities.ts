import { label, may, type Capability, type RecordVerb } from '@stratacrm/sdk';
import { REGISTER_HOST } from './identity/legal-entity.ts';

const all: RecordVerb[] = ['read', 'create', 'update', 'delete'];
const CUSTOMER = [
  'name',
  'owner',
  'bank__segment',
  'bank__officer',
  'bank__household',
  'bank__holdings',
  'bank__risk_class',
];

export const capabilities: Capability[] = [
  may.records(
    'account',
    ['read'],
    [...CUSTOMER, 'bank__lei'],
    label(
      'Names, identifiers, segments and totals of companies, to work out ownership, contributions and suggestions.',
      '读取企业名称、识别编码、分层与汇总，用于计算股权、利润与推荐。',
    ),
  ),
  may.records(
    'contact',
    ['read'],
    CUSTOMER,
    label('Names, segments and totals of persons, for the same.', '读取个人姓名、分层与汇总，用途同上。'),
  ),
  may.records(
    'bank__household',
    ['read'],
    '*',
    label('Shows what a household earns as a whole.', '展示家庭整体贡献。'),
  ),
  may.records(
    'bank__product',
    ['read'],
    '*',
    label('How each product is priced, and to whom it is offered.', '读取产品定价方式与适用客户。'),
  ),
  may.records('bank__officer', ['read'], '*', label('Whose customers they are.', '读取客户归属。')),
  may.records(
    'bank__holding',
    ['read', 'update'],
    '*',
    label('Works out what each holding earns, and keeps its latest balance.', '计算每笔持有产品的收益并更新最新余额。'),
  ),
  may.records(
    'bank__balance',
    ['read', 'create', 'update'],
    '*',
    label('Takes the balances of the core system, and adds them up.', '接收核心系统余额并汇总。'),
  ),
  may.records('bank__ftp_rate', ['read'], '*', label('Reads the transfer curve.', '读取 FTP 曲线。')),
  may.records('bank__profit', all, '*', label('Writes the contribution of each month.', '写入月度利润贡献。')),
  may.records(
    'bank__relationship',
    ['read', 'update'],
    '*',
    label('Reads who owns whom, and names relationships.', '读取股权关系并生成名称。'),
  ),
  may.records('bank__owner', all, '*', label('Writes who owns a company in the end.', '写入最终受益人。')),
  may.records(
    'bank__kyc_check',
    ['read', 'update'],
    '*',
    label('Scores checks, and says until when they are valid.', '评定风险等级并确定有效期。'),
  ),
  may.records(
    'bank__suggestion',
    all,
    '*',
    label('Writes suggestions and what came of them.', '写入产品推荐及其结果。'),
  ),
  may.records(
    'opportunity',
    ['read', 'create'],
    ['name', 'account', 'contact', 'amount', 'close_date', 'stage'],
    label('Opens an opportunity when a suggestion is taken up.', '跟进推荐时创建商机。'),
  ),
  may.records('user', ['read'], ['name'], label('Notes who decided about a suggestion.', '记录推荐的处理人。')),
  may.network(
    [REGISTER_HOST],
    label(
      'Asks the public register of legal entities by a company’s name, when somebody presses Enrich.',
      '有人点击“补全”时，按企业名称查询全球法人识别编码登记。',
    ),
    { optional: true, methods: ['GET'] },
  ),
  may.schedule(label('Works out contributions and suggestions every night.', '每晚计算利润贡献与产品推荐。')),
  may.endpoints(label('Takes balances from your core system.', '接收核心系统发送的余额。')),
];
