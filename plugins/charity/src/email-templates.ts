import { defineEmailTemplate, label } from '@stratacrm/sdk';

export const thanks = defineEmailTemplate({
  name: 'give__thanks',
  label: label('Thank-you with receipt', '感谢信与票据'),
  object: 'give__receipt',
  subject: label('Thank you, {{ record.donor.name }}', '{{ record.donor.name }}，感谢您的捐赠'),
  body: label(
    '<p>Dear {{ record.donor.name }},</p><p>your gift of {{ record.amount }} reached us on {{ record.received_on }}. Thank you: it is already at work.</p><p>Receipt {{ record.number }}, made out to {{ record.made_out_to }}, issued {{ record.issued_on }}.</p>',
    '<p>{{ record.donor.name }}，您好：</p><p>您捐赠的 {{ record.amount }} 已于 {{ record.received_on }} 到账，衷心感谢您的善举。</p><p>捐赠票据编号：{{ record.number }}；抬头：{{ record.made_out_to }}；开具日期：{{ record.issued_on }}。</p>',
  ),
});

export const dueSoon = defineEmailTemplate({
  name: 'give__due_soon',
  label: label('Instalment due soon', '分期提醒'),
  object: 'give__instalment',
  subject: label(
    'Your pledge: {{ record.amount }} on {{ record.due_on }}',
    '您的认捐：{{ record.due_on }} 应捐 {{ record.amount }}',
  ),
  body: label(
    '<p>Dear {{ record.donor.name }},</p><p>the next part of your pledge, {{ record.amount }}, is due on {{ record.due_on }}. If anything has changed, just answer this mail: we will find a way.</p>',
    '<p>{{ record.donor.name }}，您好：</p><p>您认捐的下一期 {{ record.amount }} 将于 {{ record.due_on }} 到期。如有变化，直接回复本邮件即可，我们一起想办法。</p>',
  ),
});

export const yearly = defineEmailTemplate({
  name: 'give__yearly',
  label: label('Yearly statement', '年度对账单'),
  object: 'give__statement',
  subject: label('What you made possible in {{ record.year }}', '您在 {{ record.year }} 年的捐赠'),
  body: label(
    '<p>Dear {{ record.donor.name }},</p><p>in {{ record.year }} you gave {{ record.total }} in {{ record.gifts }} gifts. Thank you. For your taxes:</p><p>{{ record.lines }}</p>',
    '<p>{{ record.donor.name }}，您好：</p><p>{{ record.year }} 年您共捐赠 {{ record.gifts }} 笔，合计 {{ record.total }}，衷心感谢。明细如下，可用于税前扣除：</p><p>{{ record.lines }}</p>',
  ),
});
