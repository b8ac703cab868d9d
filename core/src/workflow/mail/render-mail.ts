import {
  LINK_PLACEHOLDER,
  cleanHtml,
  escapeHtml,
  htmlSource,
  htmlText,
  piecesOf,
  type EmailTemplateDocument,
  type Locale,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { RunValues } from '../advance/values.ts';
import { shownValue } from './shown-value.ts';

/** A mail without its reader. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** A template about one record, with the rights of the context, in one language; where that is not written, in the other. */
export async function renderTemplate(
  ctx: AccessContext,
  { object, subject, body }: Pick<EmailTemplateDocument, 'object' | 'subject' | 'body'>,
  id: string,
  locale: Locale,
  link: string,
): Promise<RenderedMail> {
  const values = new RunValues(ctx, [{ name: 'record', type: { type: 'ref', object } }], { record: id }, null);
  const other = locale === 'en' ? 'zh' : 'en';
  const show = (source: string): Promise<string> =>
    source === LINK_PLACEHOLDER
      ? Promise.resolve(link)
      : shownValue(ctx, values, (name) => (name === 'record' ? { object, id } : null), source, locale);
  const html = await filled(body[locale] || body[other], async (source) => escapeHtml(await show(htmlSource(source))));
  return mailOf(await filled(subject[locale] || subject[other], show), html, locale);
}

/** A mail from a text without format; blank lines part its paragraphs. */
export function plainMail(subject: string, text: string, locale: Locale): RenderedMail {
  const paragraphs = text
    .split(/\r?\n[^\S\n]*\r?\n/)
    .map((paragraph) => `<p>${escapeHtml(paragraph.trim()).replaceAll(/\r?\n/g, '<br>')}</p>`);
  return { ...mailOf(subject, paragraphs.join(''), locale), text };
}

async function filled(text: string, show: (source: string) => Promise<string>): Promise<string> {
  const pieces: string[] = [];
  for (const { kind, source } of piecesOf(text)) pieces.push(kind === 'text' ? source : await show(source));
  return pieces.join('');
}

/** Cleaned once everything is filled in, so that nothing a value says becomes a tag. */
function mailOf(subject: string, body: string, locale: Locale): RenderedMail {
  const html = cleanHtml(body);
  return {
    subject: subject.replaceAll(/\s+/g, ' ').trim(),
    html: `<!doctype html><html lang="${locale === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"></head><body style="${STYLE}">${html}</body></html>`,
    text: htmlText(html),
  };
}

const STYLE =
  'font:14px/1.6 -apple-system,Segoe UI,Roboto,PingFang SC,Microsoft YaHei,sans-serif;color:#1c2326;max-width:640px';
