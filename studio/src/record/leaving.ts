import { onBeforeUnmount, onMounted } from 'vue';
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router';
import { t } from '../i18n/i18n.ts';
import { useConfirmation } from '../stores/confirmation.ts';
import type { RecordState } from './record-state.ts';

/** Asks before a page with unsaved typing is left. What is on its way to the server is waited for, not asked about. */
export function useLeaving(state: RecordState): void {
  const confirmation = useConfirmation();

  async function mayLeave(): Promise<boolean> {
    // The click that leads away also leaves the field: its save begins first, and is then waited for.
    await new Promise((resolve) => setTimeout(resolve));
    await state.settled();
    if (state.dirty.value.length === 0) return true;
    return confirmation.confirm({
      title: t('record.leaveTitle'),
      detail: t('record.leaveKept', {}, state.dirty.value.length),
      action: t('record.leaveAction'),
    });
  }

  function beforeUnload(event: BeforeUnloadEvent): void {
    if (state.dirty.value.length > 0) event.preventDefault();
  }

  onBeforeRouteLeave(mayLeave);
  // Another tab of the same record is no leaving.
  onBeforeRouteUpdate((to, from) => (to.path === from.path ? true : mayLeave()));
  onMounted(() => addEventListener('beforeunload', beforeUnload));
  onBeforeUnmount(() => removeEventListener('beforeunload', beforeUnload));
}
