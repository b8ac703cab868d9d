import { templateExpressions } from '@stratacrm/sdk';
import { z } from 'zod';
import type { Kind } from './kind.ts';
import { valueReference } from './reference.ts';
import { base, longLabel, name, text } from './shape.ts';

const MAX_SUBJECT = 500;
const MAX_BODY = 50_000;

const schema = z.strictObject({
  ...base('email_template'),
  object: name,
  subject: longLabel.refine(({ en, zh }) => Math.max(en.length, zh.length) <= MAX_SUBJECT, {
    params: { code: 'too_long', max: MAX_SUBJECT },
  }),
  body: z.strictObject({ en: text(MAX_BODY), zh: text(MAX_BODY) }),
});

/** What stands between its braces is checked as a rule's expressions are; its formatted text is cleaned when it is sent. */
export const emailTemplateKind: Kind<'email_template'> = {
  kind: 'email_template',
  schema: () => schema,
  object: (document) => document.object,
  references: (document) => [valueReference(document, ['object'], { kind: 'object', name: document.object })],
  expressions: (document) =>
    templateExpressions(document).map(({ path, source }) => ({
      path,
      source,
      object: document.object,
      form: 'record',
      sql: false,
      braces: path[0] === 'body' ? 'html' : 'text',
    })),
};
