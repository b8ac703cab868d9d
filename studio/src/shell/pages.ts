import { computed } from 'vue';
import { label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { STUDIO_RIGHTS } from '../studio-face/frame/studio-pages.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useSession } from '../stores/session.ts';
import { useWork } from '../stores/work.ts';

/** One page of the rail and the palette. */
export interface Page {
  key: string;
  to: string;
  icon: string;
  label: string;
  /** How much waits there. */
  count?: number;
}

/** The pages this person has: the objects in his own order, then the tools his rights open. */
export function usePages() {
  const catalogue = useCatalogue();
  const session = useSession();
  const preferences = usePreferences();
  const waiting = useWork();

  const home = computed<Page>(() => ({ key: 'home', to: '/', icon: 'house', label: t('shell.home') }));

  const work = computed<Page>(() => ({
    key: 'work',
    to: '/my-work',
    icon: 'clipboard-check',
    label: t('shell.work'),
    count: waiting.waiting,
  }));

  const dashboards = computed<Page>(() => ({
    key: 'dashboards',
    to: '/dashboards',
    icon: 'layout-dashboard',
    label: t('dashboards.title'),
  }));

  const objects = computed<Page[]>(() => {
    const pages = catalogue.navigation.map((object) => ({
      key: object.name,
      to: `/o/${object.name}`,
      icon: object.icon ?? 'boxes',
      label: label(object.label_plural),
    }));
    // What plugins show stands behind what they bring, until a person puts it elsewhere.
    pages.push(
      ...catalogue.pages.map((page) => ({
        key: `page ${page.name}`,
        to: `/p/${page.name}`,
        icon: page.icon ?? 'puzzle',
        label: label(page.label),
      })),
    );
    const order = preferences.kept['rail_order'];
    if (!Array.isArray(order)) return pages;
    const place = (page: Page): number => (order.includes(page.key) ? order.indexOf(page.key) : order.length);
    return pages.sort((a, b) => place(a) - place(b));
  });

  const tools = computed<Page[]>(() => [
    ...(session.may('import') ? [{ key: 'import', to: '/import', icon: 'upload', label: t('shell.import') }] : []),
    ...(STUDIO_RIGHTS.some(session.may)
      ? [{ key: 'studio', to: '/studio', icon: 'sliders-horizontal', label: t('shell.studio') }]
      : []),
  ]);

  /** Puts one object's page before another's, for this person. */
  function reorder(key: string, before: string): void {
    const keys = objects.value.map((page) => page.key).filter((each) => each !== key);
    keys.splice(keys.indexOf(before), 0, key);
    preferences.keep('rail_order', keys);
  }

  return { home, work, dashboards, objects, tools, reorder };
}
