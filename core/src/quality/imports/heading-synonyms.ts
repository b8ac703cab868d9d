import { normalise } from './text-similarity.ts';

/** What the columns of business lists are called. Words of one line mean the same. */
const lines = [
  'name|title|full name|display name|名称|姓名|名字|标题',
  'account|account name|company|company name|customer|customer name|organisation|organization|client|客户|客户名称|公司|公司名称|单位|单位名称|企业名称|客戶|公司名稱',
  'contact|contact name|contact person|联系人|联络人|聯絡人|聯繫人',
  'first name|given name|forename|名',
  'last name|surname|family name|姓',
  'email|e-mail|mail|email address|邮箱|电子邮件|电子邮箱|邮件|電子郵件|信箱',
  'phone|telephone|tel|phone number|电话|联系电话|座机|固话|電話',
  'mobile|mobile phone|cell|cell phone|手机|手机号|手机号码|移动电话|手機',
  'website|web|url|web site|homepage|home page|网站|网址|官网|主页|網站|網址',
  'industry|sector|branch|vertical|行业|所属行业|产业|領域|行業|產業',
  'annual revenue|revenue|turnover|sales volume|年营业额|营业额|年收入|营收|年产值|營業額',
  'employees|employee count|number of employees|headcount|staff|员工人数|员工数|人数|人员规模|員工人數',
  'country|country region|nation|office location|国家|国家地区|國家',
  'province|state|region|county|省份|省|州|省市|省份地区',
  'city|town|城市|市|所在城市',
  'address|street|street address|地址|详细地址|通讯地址|联系地址',
  'postal code|post code|zip|zip code|postcode|邮编|邮政编码|郵遞區號',
  'parent|parent account|parent company|subsidiary of|holding|mother company|上级|上级客户|母公司|上级单位|总公司',
  'owner|sales rep|sales representative|account manager|responsible|assigned to|salesperson|负责人|业务员|销售|销售员|客户经理|归属人|跟进人|負責人|業務員',
  'amount|value|deal value|close value|total|sum|contract amount|order amount|金额|合同金额|成交金额|总额|订单金额|金額',
  'price|unit price|sales price|list price|价格|单价|售价|销售价|價格|單價',
  'cost|unit cost|purchase price|成本|进价|采购价',
  'stage|deal stage|sales stage|pipeline stage|阶段|商机阶段|销售阶段|階段',
  'status|state|状态|狀態',
  'close date|closing date|closed on|expected close|expected close date|won on|成交日期|预计成交日期|结单日期|签约日期',
  'start date|engage date|begin|begin date|start|开始日期|起始日期|启动日期',
  'end date|end|finish|finish date|结束日期|截止日期',
  'due date|due|deadline|到期日|截止时间|截止日期',
  'birthday|date of birth|birth date|生日|出生日期',
  'created at|created|creation date|date created|创建时间|创建日期',
  'probability|win probability|chance|赢率|概率|可能性',
  'source|lead source|origin|channel|来源|线索来源|渠道|客户来源|來源',
  'type|kind|category|类型|类别|分类|類型|種類',
  'family|series|product line|product family|系列|产品线|产品系列',
  'code|sku|item number|article number|product code|编码|产品编码|货号|料号|代码',
  'number|no|id|reference|编号|单号|号码|序号|編號',
  'product|product name|item|article|产品|产品名称|商品|商品名称|產品',
  'campaign|campaign name|市场活动|活动|营销活动',
  'job title|position|role|function|职位|职务|头衔|岗位|職稱|職位',
  'department|dept|部门|所属部门|部門',
  'subject|topic|summary|主题|事由|標題|主旨',
  'description|note|notes|comment|comments|remark|remarks|details|备注|说明|描述|附注|備註|說明',
  'priority|urgency|优先级|紧急程度|優先級',
  'team|sales team|office|regional office|branch office|团队|小组|区域|大区',
  'currency|currency code|币种|货币|幣別',
  'quantity|qty|count|数量|數量',
  'gender|sex|性别|性別',
  'active|enabled|is active|on sale|启用|是否启用|有效|在售',
];

const concepts = new Map<string, Set<number>>();
for (const [line, words] of lines.entries()) {
  for (const word of words.split('|').map(normalise)) {
    concepts.set(word, (concepts.get(word) ?? new Set()).add(line));
  }
}

/** Whether two headings are different words for one thing, in English or Chinese. */
export function areSynonyms(a: string, b: string): boolean {
  const other = concepts.get(normalise(b));
  return other !== undefined && [...(concepts.get(normalise(a)) ?? [])].some((concept) => other.has(concept));
}
