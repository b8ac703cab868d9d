import type { DocumentEdit } from '@stratacrm/sdk';
import { t } from '../../i18n/i18n.ts';
import { dayTitle } from '../../fields/moments.ts';

/** When a document last changed. */
export function changedDay(changed: DocumentEdit | null): string {
  return changed === null ? '' : dayTitle(changed.at);
}

/** When, by whom and in which release. */
export function changedWords(changed: DocumentEdit | null): string {
  if (changed === null) return t('about.never');
  const said = { day: dayTitle(changed.at), name: changed.by ?? t('about.thePlatform') };
  return changed.release === null
    ? t('about.changedDraft', said)
    : t('about.changedIn', { ...said, release: changed.release });
}
