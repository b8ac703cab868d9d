import { t } from '../../i18n/i18n.ts';

/** What goes out, in words; a kind that a plugin brought by its name. */
export function deliveryKindText(kind: string): string {
  return kind === 'mail' || kind === 'task_mail' || kind === 'http' || kind === 'webhook'
    ? t(`outside.kinds.${kind}`)
    : kind;
}
