import { defineEmailTemplate, label } from '@stratacrm/sdk';

export const tierReached = defineEmailTemplate({
  name: 'air__tier_reached',
  label: label('A higher tier', '升级祝贺'),
  object: 'contact',
  subject: label('{{ record.name }}, welcome to your new tier', '{{ record.name }}，恭喜您晋级'),
  body: label(
    '<p>Dear {{ record.name }},</p><p>you have reached the tier <strong>{{ record.air__tier }}</strong>, valid until {{ record.air__tier_until }}. All its benefits are yours from this moment on. Your balance: {{ record.air__points }} points.</p><p>Thank you for flying with us.</p>',
    '<p>{{ record.name }}，您好：</p><p>恭喜您升级为 <strong>{{ record.air__tier }}</strong>，有效期至 {{ record.air__tier_until }}，相应权益即刻生效。您目前有 {{ record.air__points }} 积分可用。</p><p>感谢您一路同行。</p>',
  ),
});

export const tierLost = defineEmailTemplate({
  name: 'air__tier_lost',
  label: label('A lower tier', '降级关怀'),
  object: 'contact',
  subject: label('{{ record.name }}, we have missed you on board', '{{ record.name }}，期待与您再次同行'),
  body: label(
    '<p>Dear {{ record.name }},</p><p>a year has passed and your tier is now <strong>{{ record.air__tier }}</strong>. Your {{ record.air__points }} points stay yours. A few flights are enough to come back: just tell us where you want to go.</p>',
    '<p>{{ record.name }}，您好：</p><p>新的会员年度已经开始，您目前的等级为 <strong>{{ record.air__tier }}</strong>。您的 {{ record.air__points }} 积分仍然有效。只需再飞几次即可恢复原等级，欢迎随时告诉我们您想去哪里。</p>',
  ),
});

export const pointsExpiring = defineEmailTemplate({
  name: 'air__points_expiring',
  label: label('Points about to expire', '积分过期提醒'),
  object: 'contact',
  subject: label(
    '{{ record.air__expiring }} of your points expire soon',
    '您有 {{ record.air__expiring }} 积分即将过期',
  ),
  body: label(
    '<p>Dear {{ record.name }},</p><p>from {{ record.air__expires_on }} on, {{ record.air__expiring }} of your {{ record.air__points }} points expire. You can redeem them yourself, at once: sign in to your account and choose a reward.</p><p><a href="{{ link }}">Your account</a></p>',
    '<p>{{ record.name }}，您好：</p><p>您的 {{ record.air__points }} 积分中，有 {{ record.air__expiring }} 分将自 {{ record.air__expires_on }} 起陆续过期。无需到柜台办理，登录账户即可即时兑换。</p><p><a href="{{ link }}">查看我的账户</a></p>',
  ),
});

export const apology = defineEmailTemplate({
  name: 'air__apology',
  label: label('Apology', '致歉信'),
  object: 'air__recovery',
  subject: label('We are sorry: {{ record.subject }}', '向您致歉：{{ record.subject }}'),
  body: label(
    '<p>Dear {{ record.member.name }},</p><p>{{ record.apology }}</p><p>We have added {{ record.points }} points to your account. They can be used at once.</p>',
    '<p>{{ record.member.name }}，您好：</p><p>{{ record.apology }}</p><p>我们已向您的账户补偿 {{ record.points }} 积分，即时可用。</p>',
  ),
});
