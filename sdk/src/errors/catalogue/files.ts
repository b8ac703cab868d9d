import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of uploading, keeping and fetching files. Append-only. */
export const fileErrors = {
  file_too_large: {
    status: 413,
    title: { en: 'The file is too large', zh: '文件过大' },
    detail: { en: 'At most {max} MB are taken. Send a smaller file.', zh: '最大 {max} MB，请上传更小的文件。' },
  },
  file_empty: {
    status: 422,
    title: { en: 'The file is empty', zh: '文件为空' },
    detail: {
      en: '"{name}" has no content. Check that it was saved, and send it again.',
      zh: '“{name}”没有内容，请确认文件已保存后重新上传。',
    },
  },
  file_type_mismatch: {
    status: 422,
    title: { en: 'The file is not what it says', zh: '文件类型与内容不符' },
    detail: {
      en: '"{name}" says it is {claimed}, but its content is {found}. Give it its right ending, or send the file that is meant.',
      zh: '“{name}”声称是 {claimed}，实际内容是 {found}。请改用正确的扩展名，或上传正确的文件。',
    },
  },
  file_infected: {
    status: 422,
    title: { en: 'The virus scanner refuses the file', zh: '病毒扫描未通过' },
    detail: {
      en: 'In "{name}" the scanner found {finding}. The file was not kept; tell your administrator.',
      zh: '在“{name}”中发现 {finding}。文件未保存，请告知管理员。',
    },
  },
  virus_scan_unavailable: {
    status: 503,
    title: { en: 'The virus scanner does not answer', zh: '病毒扫描服务不可用' },
    detail: {
      en: 'No file is taken without being scanned. Try again later, or tell your administrator.',
      zh: '未经扫描的文件不予接收，请稍后重试或告知管理员。',
    },
  },
  file_store_unavailable: {
    status: 503,
    title: { en: 'The file store cannot be used', zh: '文件存储不可用' },
    detail: {
      en: 'It is full, unwritable or does not answer. Nothing was kept; tell your administrator and try again.',
      zh: '存储空间已满、不可写或无响应。文件未保存，请告知管理员后重试。',
    },
  },
  upload_incomplete: {
    status: 400,
    title: { en: 'The upload was broken off', zh: '上传中断' },
    detail: { en: 'Not all of the file arrived. Send it again.', zh: '文件未完整到达，请重新上传。' },
  },
  too_many_uploads: {
    status: 429,
    title: { en: 'Too many files are waiting', zh: '待使用的文件过多' },
    detail: {
      en: '{max} files you uploaded are in no record yet. Save them in records, or wait a day until they are removed.',
      zh: '您有 {max} 个已上传的文件尚未用于任何记录。请先保存到记录中，或等待一天后自动清除。',
    },
  },
  file_not_found: {
    status: 422,
    title: { en: 'There is no such file for you to use', zh: '没有可用的文件' },
    detail: {
      en: '{label} names a file that you did not upload, that another record has, or that is gone. Upload it first.',
      zh: '{label}中的文件不是您上传的、已用于其他记录或已被清除，请重新上传。',
    },
  },
  file_kind_not_allowed: {
    status: 422,
    title: { en: 'Files of this kind are not taken', zh: '不接受此类文件' },
    detail: { en: '{label} takes only: {kinds}.', zh: '{label}只接受：{kinds}。' },
  },
  picture_too_large: {
    status: 422,
    title: { en: 'The picture has too many pixels', zh: '图片尺寸过大' },
    detail: {
      en: 'It is {width} × {height} pixels; the longest side may have {max}. Make it smaller.',
      zh: '图片为 {width} × {height} 像素，最长边不得超过 {max} 像素，请缩小后上传。',
    },
  },
  file_content_missing: {
    status: 404,
    title: { en: 'The content of the file is gone', zh: '文件内容丢失' },
    detail: {
      en: 'The record knows "{name}", but the file store does not have it. Your administrator can bring it back from a backup.',
      zh: '记录中有“{name}”，但文件存储中没有其内容。管理员可从备份中恢复。',
    },
  },
  range_not_satisfiable: {
    status: 416,
    title: { en: 'The file has no such part', zh: '请求的范围超出文件' },
    detail: { en: 'It has {size} bytes.', zh: '文件共 {size} 字节。' },
  },
  no_default_file: {
    status: 422,
    title: { en: 'A file cannot be a default', zh: '文件字段不能有默认值' },
    detail: {
      en: 'Leave the default empty; each record has a file of its own.',
      zh: '请清空默认值；每条记录各有自己的文件。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
