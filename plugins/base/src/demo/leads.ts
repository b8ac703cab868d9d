import type { JsonValue } from '@stratacrm/sdk';
import { seller } from './people.ts';

type Row = { $key: string } & { [field: string]: JsonValue };

/** name, company, job title, status, rating, source, industry, city, expected amount */
const LEADS: [string, string, string, string, string, string, string, string, number][] = [
  ['梁博', '远航船舶设备', '副总经理', 'new', 'hot', 'event', 'manufacturing', '青岛', 450000],
  ['苏青', '青禾生物', '采购经理', 'contacted', 'warm', 'website', 'medical', '武汉', 180000],
  ['罗成', '成达建材', '总经理', 'qualified', 'hot', 'referral', 'manufacturing', '成都', 620000],
  ['高远', '远景智能', '产品总监', 'new', 'warm', 'wechat', 'technology', '深圳', 300000],
  ['林夕', '晚风民宿', '创始人', 'unqualified', 'cold', 'advertisement', 'services', '丽江', 20000],
  ['叶知秋', '枫林书店连锁', '运营经理', 'contacted', 'warm', 'event', 'retail', '长沙', 95000],
  ['宋词', '词话文化传媒', '市场总监', 'new', 'cold', 'website', 'entertainment', '西安', 60000],
  ['江河', '大河水务', '信息科长', 'qualified', 'warm', 'partner', 'government', '郑州', 780000],
  ['温暖', '暖阳养老服务', '院长', 'contacted', 'hot', 'referral', 'services', '昆明', 240000],
  ['石磊', '磊石矿业', '设备部长', 'new', 'warm', 'phone', 'energy', '太原', 510000],
  ['Grace Kim', 'Hanbit Logistics', 'Operations Lead', 'new', 'hot', 'event', 'logistics', 'Busan', 350000],
  [
    'Oliver Schmidt',
    'Rheinmetall Werkzeuge',
    'Einkaufsleiter',
    'contacted',
    'warm',
    'website',
    'manufacturing',
    'Düsseldorf',
    410000,
  ],
  ['Isabella Costa', 'Costa Têxtil', 'CEO', 'qualified', 'warm', 'referral', 'manufacturing', 'Porto', 160000],
  ['Ethan Walker', 'Walker & Sons', 'Owner', 'unqualified', 'cold', 'advertisement', 'retail', 'Denver', 15000],
  ['Aisha Khan', 'Crescent Pharma', 'Procurement Head', 'new', 'hot', 'email', 'medical', 'Dubai', 530000],
  ['Lucas Meyer', 'Alpenbahn AG', 'CIO', 'contacted', 'warm', 'event', 'logistics', 'Zürich', 290000],
  ['Nora Jensen', 'Nordlys Energi', 'Project Manager', 'qualified', 'hot', 'partner', 'energy', 'Bergen', 880000],
  ['Tom Baker', 'Baker Street Media', 'Marketing Lead', 'new', 'cold', 'website', 'entertainment', 'London', 45000],
];

const TOO_SMALL = { en: 'Too small, no budget', zh: '规模太小，没有预算' };

export const leads: Row[] = LEADS.map(
  ([name, company, job_title, status, rating, source, industry, city, amount], index) => ({
    $key: `lead_${index}`,
    name,
    company,
    job_title,
    status,
    rating,
    source,
    industry,
    city,
    expected_amount: { amount: String(amount), currency: 'CNY' },
    email: `lead${index + 1}@prospects.example.com`,
    campaign: source === 'event' ? { $ref: 'campaign/fair' } : null,
    unqualified_reason: status === 'unqualified' ? TOO_SMALL[isChinese(name) ? 'zh' : 'en'] : null,
    owner: seller(index + 1),
  }),
);

function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
