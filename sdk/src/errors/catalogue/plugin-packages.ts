import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of getting, installing, upgrading and removing plugins. Append-only. */
export const pluginPackageErrors = {
  plugin_package_refused: {
    status: 422,
    title: { en: 'The plugin package is refused', zh: '插件包被拒绝' },
    detail: {
      en: 'Nothing of it was used, because {reason}. Get it anew from its publisher, and tell him.',
      zh: '未使用其中任何内容，原因：{reason}。请向发布者重新获取并告知此问题。',
    },
  },
  plugin_not_found: {
    status: 404,
    title: { en: 'There is no such plugin', zh: '找不到该插件' },
    detail: {
      en: '"{name}" is not to be had there. Check its name and version; its publisher may have taken it back.',
      zh: '来源中没有“{name}”。请检查名称和版本，发布者可能已将其撤回。',
    },
  },
  plugin_registry_unavailable: {
    status: 503,
    title: { en: 'The plugin registry does not answer', zh: '插件仓库无响应' },
    detail: {
      en: '{registry}: {reason}. What is installed goes on working. Try again later, or check STRATA_PLUGIN_REGISTRY.',
      zh: '{registry}：{reason}。已安装的插件不受影响。请稍后重试，或检查 STRATA_PLUGIN_REGISTRY。',
    },
  },
  plugin_registry_off: {
    status: 409,
    title: { en: 'There is no plugin registry', zh: '未设置插件仓库' },
    detail: {
      en: 'Set STRATA_PLUGIN_REGISTRY to the address of an npm registry, or upload the package.',
      zh: '请将 STRATA_PLUGIN_REGISTRY 设为 npm 仓库地址，或直接上传插件包。',
    },
  },
  plugin_unsigned: {
    status: 403,
    title: { en: 'The plugin is not signed', zh: '插件未签名' },
    detail: {
      en: '"{name}" is signed by nobody. Ask its publisher for a signed package; unsigned ones run in development only.',
      zh: '“{name}”没有签名。请向发布者索取已签名的插件包；未签名的插件只能在开发环境中使用。',
    },
  },
  plugin_untrusted: {
    status: 403,
    title: { en: 'The publisher is not trusted here', zh: '发布者尚未受信任' },
    detail: {
      en: '"{name}" is signed by "{publisher}" with the key {key}. Compare the key with what the publisher tells elsewhere, trust it, and install again.',
      zh: '“{name}”由“{publisher}”签名，公钥为 {key}。请与发布者公布的公钥核对，信任后再安装。',
    },
  },
  plugin_other_publisher: {
    status: 403,
    title: { en: 'The publisher changed', zh: '发布者已变更' },
    detail: {
      en: 'The installed version of "{name}" was signed with another key. Ask the publisher why; if it is in order, remove the plugin keeping its data, and install it anew.',
      zh: '“{name}”已安装的版本由另一公钥签名。请向发布者确认；确认无误后，可保留数据卸载，再重新安装。',
    },
  },
  plugin_manifest_wrong: {
    status: 422,
    title: { en: 'The manifest of the plugin is wrong', zh: '插件清单有误' },
    detail: {
      en: 'Its publisher has to mend this: {reason}.',
      zh: '需由发布者修正：{reason}。',
    },
  },
  plugin_engine: {
    status: 409,
    title: { en: 'The plugin needs another Strata', zh: '插件与当前 Strata 版本不兼容' },
    detail: {
      en: '"{name}" runs with Strata {range}; this is {version}. Choose another version of it, or upgrade Strata.',
      zh: '“{name}”适用于 Strata {range}，当前版本为 {version}。请选择其他版本，或升级 Strata。',
    },
  },
  plugin_dependency: {
    status: 409,
    title: { en: 'The plugin needs another plugin', zh: '插件缺少依赖' },
    detail: {
      en: '"{name}" needs {dependency} {range}; {found} is installed. Install or upgrade that first.',
      zh: '“{name}”需要 {dependency} {range}，当前版本：{found}。请先安装或升级该插件。',
    },
  },
  plugin_needed: {
    status: 409,
    title: { en: 'Another plugin needs it', zh: '有其他插件依赖它' },
    detail: {
      en: '{others} cannot do without "{name}" {range}. Remove or upgrade that first.',
      zh: '{others} 依赖“{name}” {range}。请先卸载或升级该插件。',
    },
  },
  plugin_prefix_taken: {
    status: 409,
    title: { en: 'The prefix is taken', zh: '前缀已被占用' },
    detail: {
      en: 'Names beginning with {prefix}__ belong to "{other}". Both cannot be installed here.',
      zh: '以 {prefix}__ 开头的名称属于“{other}”，二者不能同时安装。',
    },
  },
  plugin_downgrade: {
    status: 409,
    title: { en: 'There is no way back to that version', zh: '不能降级到该版本' },
    detail: {
      en: '{from} is installed, and it does not say that what it wrote is understood by {to}. Roll back to an earlier release, or remove the plugin keeping its data.',
      zh: '已安装 {from}，且该版本未声明其数据可被 {to} 读取。请回滚到之前的发布版本，或保留数据卸载插件。',
    },
  },
  plugin_downgrade_migrations: {
    status: 409,
    title: { en: 'There is no way back to that version', zh: '不能降级到该版本' },
    detail: {
      en: '{from} is installed. Since {to} the data was carried over, which {to} does not know of: {migrations}. Roll back to a release before that, or remove the plugin keeping its data.',
      zh: '已安装 {from}。自 {to} 之后数据已经过迁移，{to} 无法识别：{migrations}。请回滚到迁移之前的发布版本，或保留数据卸载插件。',
    },
  },
  plugin_installed_already: {
    status: 409,
    title: { en: 'This version is installed', zh: '该版本已安装' },
    detail: { en: '{name} {version} is installed already.', zh: '{name} {version} 已安装。' },
  },
  plugin_not_installed: {
    status: 404,
    title: { en: 'The plugin is not installed', zh: '插件未安装' },
    detail: { en: '"{name}" is not installed in this workspace.', zh: '本工作区未安装“{name}”。' },
  },
  plugin_consent: {
    status: 409,
    title: { en: 'The plugin lacks consent', zh: '插件缺少授权' },
    detail: {
      en: '"{name}" cannot work without: {missing}. Grant it, or do not install the plugin.',
      zh: '“{name}”缺少以下能力便无法工作：{missing}。请授予，或放弃安装。',
    },
  },
  plugin_plan_outdated: {
    status: 409,
    title: { en: 'The plan is out of date', zh: '计划已过期' },
    detail: {
      en: 'The workspace or the package changed since the plan was made. Look at the plan again.',
      zh: '自计划生成以来，工作区或插件包已发生变化，请重新查看计划。',
    },
  },
  plugin_in_use: {
    status: 409,
    title: { en: 'Something reads what would go', zh: '仍有内容在使用它' },
    detail: {
      en: '{count|place reads|places read} what "{name}" brought, such as {places}. Change them first; the plan lists all.',
      zh: '有 {count} 处使用了“{name}”带来的内容，例如 {places}。请先修改，计划中有完整列表。',
    },
  },
  plugin_base: {
    status: 409,
    title: { en: 'The base pack stays', zh: '基础包不可移除' },
    detail: {
      en: 'It comes with Strata and is upgraded with it.',
      zh: '基础包随 Strata 提供，并随之升级。',
    },
  },
  plugin_development_only: {
    status: 403,
    title: { en: 'Only in development', zh: '仅限开发环境' },
    detail: {
      en: 'Plugins from a folder of the server are taken only where STRATA_PLUGIN_DEV is 1.',
      zh: '只有在 STRATA_PLUGIN_DEV 为 1 时，才能从服务器目录安装插件。',
    },
  },
  plugin_records_refused: {
    status: 422,
    title: { en: 'A record of the plugin was refused', zh: '插件自带的记录被拒绝' },
    detail: {
      en: 'The record {record} was refused ({field}): {reason} Change what stands in its way, then try again.',
      zh: '记录 {record} 被拒绝（{field}）：{reason}请处理冲突后重试。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
