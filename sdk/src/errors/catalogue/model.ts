import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of documents, layers and publishing. Append-only. */
export const modelErrors = {
  unknown_layer: {
    status: 404,
    title: { en: 'Unknown layer', zh: '未知层' },
    detail: { en: 'There is no layer "{layer}".', zh: '没有层“{layer}”。' },
  },
  unknown_kind: {
    status: 404,
    title: { en: 'Unknown kind of document', zh: '未知配置项类型' },
    detail: { en: 'There is no kind "{kind}".{suggestion}', zh: '没有类型“{kind}”。{suggestion}' },
  },
  unknown_document: {
    status: 404,
    title: { en: 'Unknown document', zh: '未知配置项' },
    detail: { en: 'There is no {kind} "{name}".{suggestion}', zh: '没有{kind}“{name}”。{suggestion}' },
  },
  invalid_name: {
    status: 422,
    title: { en: 'Not a valid name', zh: '名称无效' },
    detail: {
      en: 'A name starts with a lower-case letter and has only lower-case letters, digits and underscores, at most {max}.',
      zh: '名称须以小写字母开头，只能包含小写字母、数字和下划线，最多 {max} 个字符。',
    },
  },
  name_taken: {
    status: 409,
    title: { en: 'The name is taken', zh: '名称已被使用' },
    detail: { en: '{kind} "{name}" already exists.', zh: '{kind}“{name}”已存在。' },
  },
  dangling_reference: {
    status: 422,
    title: { en: 'Refers to something that is not there', zh: '引用了不存在的内容' },
    detail: { en: '{place} refers to {target}, which does not exist or is archived.', zh: '{place}引用了{target}，它不存在或已归档。' },
  },
  layer_read_only: {
    status: 403,
    title: { en: 'This layer cannot be edited', zh: '该层不可编辑' },
    detail: { en: 'Layer "{layer}" belongs to its package. Edit in the workspace layer instead.', zh: '层“{layer}”属于其软件包，请在工作区层中修改。' },
  },
  publish_in_progress: {
    status: 409,
    title: { en: 'Somebody else is publishing', zh: '他人正在发布' },
    detail: { en: 'Wait until it is done, look at the new release, and publish again.', zh: '请等待其完成，查看新的发布版本后再发布。' },
  },
  publish_problems: {
    status: 422,
    title: { en: 'The draft has problems', zh: '草稿存在问题' },
    detail: { en: 'Mend the {count} problems listed, then publish again.', zh: '请先解决列出的 {count} 个问题，再发布。' },
  },
  publish_failed: {
    status: 500,
    title: { en: 'Publishing failed', zh: '发布失败' },
    detail: { en: 'The database refused a step ({reason}). The live release is unchanged.', zh: '数据库拒绝了某一步（{reason}），线上版本没有变化。' },
  },
  nothing_to_publish: {
    status: 409,
    title: { en: 'Nothing to publish', zh: '没有可发布的改动' },
    detail: { en: 'The draft equals the live release.', zh: '草稿与当前发布版本相同。' },
  },
  unknown_release: {
    status: 404,
    title: { en: 'Unknown release', zh: '未知发布版本' },
    detail: { en: 'There is no release {number}.', zh: '没有发布版本 {number}。' },
  },
} satisfies Record<string, ErrorDefinition>;
