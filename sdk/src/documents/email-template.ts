import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';

/**
 * A mail about one record, in both languages. Subject and body may hold values in `{{ }}`: expressions over `record`, and
 * `link`, the address at which the record is opened.
 */
export interface EmailTemplateDocument extends DocumentBase<'email_template'> {
  /** The object whose records it speaks of. */
  object: string;
  subject: Label;
  /** Formatted text (HTML), of the tags a rich text may have. */
  body: Label;
}
