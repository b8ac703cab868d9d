import type { EmailTemplateDocument } from '../documents/email-template.ts';
import { htmlText } from '../field-types/rich-text/clean-html.ts';
import { LOCALES, type Locale } from '../label.ts';
import { piecesOf } from '../workflow/placeholders.ts';

/** The word that stands for the address of the record; no expression. */
export const LINK_PLACEHOLDER = 'link';

/** One expression of a template and where it stands: `subject.en`. */
export interface TemplateExpression {
  path: ['subject' | 'body', Locale];
  source: string;
}

/** Every expression in a template. */
export function templateExpressions({ subject, body }: Pick<EmailTemplateDocument, 'subject' | 'body'>) {
  return LOCALES.flatMap(
    (locale): TemplateExpression[] =>
      [
        ...sourcesOf(subject[locale], plain).map((source) => ({ path: ['subject' as const, locale], source }) as const),
        ...sourcesOf(body[locale], htmlSource).map((source) => ({ path: ['body' as const, locale], source }) as const),
      ] as TemplateExpression[],
  ).filter(({ source }) => source !== LINK_PLACEHOLDER);
}

function sourcesOf(text: string, read: (source: string) => string): string[] {
  return piecesOf(text)
    .filter((piece) => piece.kind === 'expression')
    .map((piece) => read(piece.source));
}

const plain = (source: string): string => source;

/** An expression as an editor of formatted text leaves it: `a &gt; 1`, or with parts of it in bold. */
export function htmlSource(source: string): string {
  return htmlText(source).trim();
}
