/** What the table of settings says in Chinese. */
interface InChinese {
  accepts: string;
  means: string;
}

/** Every setting by its key; a test asks for those that are added. */
export const settingsInChinese: Readonly<Record<string, InChinese>> = {
  port: { accepts: '0 到 65535 的端口号（0 表示任意空闲端口）', means: '服务器监听的端口。' },
  host: { accepts: '主机名或地址', means: '监听的地址。`0.0.0.0` 会接受其他机器的连接，此时请在前面加上 TLS。' },
  databaseUrl: {
    accepts: '形如 postgres://user:password@host:5432/name 的 URL',
    means: '任意 15 及以上版本的 PostgreSQL。不设置时，Strata 在数据目录中运行自带的 PostgreSQL。',
  },
  dataFolder: { accepts: '路径；相对路径从仓库根目录算起', means: '存放自带 PostgreSQL 和上传文件的目录。' },
  fileLimit: { accepts: '1 到 5000 的整数', means: '允许上传的最大文件（MB）；字段可以设得更小。' },
  s3Bucket: { accepts: '存储桶名称', means: '上传的文件保存到这个 S3 兼容存储桶，而不是数据目录。' },
  s3Endpoint: { accepts: 'https 地址；仅本机可用 http', means: 'S3 兼容服务器的地址；不设置时使用该区域的 AWS。' },
  s3Region: { accepts: '区域名称', means: '对 S3 请求签名时使用的区域。' },
  s3AccessKey: { accepts: '可读、写、删除该存储桶的密钥 ID', means: '对 S3 请求签名的身份。' },
  s3SecretKey: { accepts: '上述密钥的私钥', means: '用于对 S3 请求签名。' },
  virusScan: {
    accepts: 'clamd 的地址：host:port，或其套接字路径',
    means: '每个上传的文件先在此扫描再保存；得不到答复则不接收。',
  },
  virusCommand: {
    accepts: '程序及其参数，以空格分隔',
    means: '每个上传的文件交给该程序检查，文件路径为最后一个参数；退出码 0 表示无毒，1 表示有毒。',
  },
  adminEmail: { accepts: '邮箱地址', means: '首次启动时创建的管理员。' },
  adminPassword: { accepts: '8 到 200 个字符', means: '首次启动时管理员的密码。不设置时自动生成并只显示一次。' },
  secretKeys: {
    accepts: 'base64 编码的 32 字节密钥；可用逗号分隔多个，当前使用的放在最前',
    means: '加密数据库中不应明文保存的内容：两步验证与外部连接的密钥。不设置时在数据目录中生成 `secret.key`。',
  },
  demo: { accepts: '1 或 0', means: '首次启动时是否填入演示数据。' },
  rateLimit: { accepts: '整数；0 表示不限制', means: '每个用户或 API 密钥每分钟的请求数。' },
  poolSize: { accepts: '2 到 500 的整数', means: '本进程最多持有的 PostgreSQL 连接数。' },
  publicUrl: {
    accepts: '形如 https://crm.example.com 的 URL',
    means: '用户访问的地址。不设置时以每个请求所用的地址为准。',
  },
  oidcIssuer: {
    accepts: '形如 https://login.example.com 的 URL；仅本机可不用 TLS',
    means: '单点登录的 OpenID Connect 提供方；其重定向 URI 为 `…/api/auth/oidc/callback`。',
  },
  oidcClientId: { accepts: '文本', means: '提供方为本工作区分配的客户端 ID。' },
  oidcClientSecret: { accepts: '文本', means: '提供方识别本工作区的密钥。不设置时登录仅由 PKCE 保护。' },
  oidcLabel: { accepts: '不超过 60 个字符的文本', means: '登录页按钮上的文字。' },
  oidcScope: { accepts: '以空格分隔的 scope，须包含 openid', means: '向提供方请求哪些用户信息。' },
  oidcRolesClaim: { accepts: 'claim 名称', means: '列出用户所属组的 claim。' },
  oidcRoles: {
    accepts: '形如 sales=sales_representative, admins=administrator 的对应关系',
    means: '按组授予角色：每次登录时按所属组增减这些角色。',
  },
  oidcCreateUsers: { accepts: '1 或 0', means: '提供方认识而 Strata 不认识的人是否自动获得帐号。' },
  outboundPrivate: {
    accepts: '以逗号分隔的地址、网段或主机名，如 10.1.0.0/16, intranet.example.com',
    means: '除公网地址外，工作流、Webhook 和插件还可访问哪些地址；默认不可访问本机及其内网。',
  },
  smtpUrl: {
    accepts: 'smtp://用户:密码@主机:587 或 smtps://用户:密码@主机:465',
    means: '发送邮件所用的服务器；工作区自行设置时以工作区为准。',
  },
  mailFrom: {
    accepts: '形如 Strata <crm@example.com> 的地址',
    means: '经 STRATA_SMTP_URL 发送的邮件的发件人；不设置时取其中的用户名。',
  },
  pluginRegistry: {
    accepts: 'npm 仓库的地址；仅本机可不用 TLS',
    means: '搜索和获取插件的仓库。可在主机名前写入令牌：https://token@npm.example.com/。',
  },
  pluginDevelopment: {
    accepts: '1 或 0',
    means: '仅用于开发：允许未签名、发布者未受信任以及来自本机目录的插件。',
  },
  mailInPort: {
    accepts: '1 到 65535 的端口号',
    means: '在此端口以 SMTP 接收邮件，仅限工作流等待的地址。请由邮件服务器转发；不设置则不接收邮件。',
  },
  logLevel: {
    accepts: 'debug、info、warn、error 或 silent',
    means: '写出的最低日志级别。日志写到 stderr；不是终端时为 JSON。',
  },
};
