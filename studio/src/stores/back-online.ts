import { watch } from 'vue';
import { useSession } from './session.ts';

/** Runs when the server can be reached again, while the component is there. */
export function useBackOnline(run: () => void): void {
  const session = useSession();
  watch(
    () => session.online,
    (online) => online && run(),
  );
}
