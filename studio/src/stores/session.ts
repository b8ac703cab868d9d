import type { Me, SystemRight } from '@stratacrm/sdk';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { onReachable, onSignedOut } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { changeMe, fetchMe, signIn, signOut, type MeChange } from '../api/session.ts';

/** How often a server that could not be reached is asked again. */
const AGAIN_MS = 3_000;

/** Who is signed in. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null);
  const known = ref(false);
  /** The server ended a session that was in use. */
  const ended = ref(false);
  const online = ref(true);

  onSignedOut(() => {
    if (me.value !== null) ended.value = true;
    me.value = null;
  });
  onReachable((reachable) => (online.value = reachable));
  let asking: ReturnType<typeof setInterval> | undefined;
  watch(online, (now) => {
    clearInterval(asking);
    if (!now) asking = setInterval(askAgain, AGAIN_MS);
  });
  // The browser may know of the connection before the next turn.
  globalThis.addEventListener?.('online', askAgain);

  /** Any answer will do: it says that the server is there. */
  function askAgain(): void {
    if (!online.value) fetchMe().catch(() => undefined);
  }

  const signedIn = computed(() => me.value !== null);

  /** Asks the server once whether this browser has a session. */
  async function start(): Promise<void> {
    if (known.value) return;
    try {
      me.value = await fetchMe();
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'unauthenticated') throw error;
    }
    known.value = true;
  }

  async function enter(email: string, password: string, code?: string): Promise<void> {
    await signIn(email, password, code);
    await refresh();
  }

  /** Asks the server again who is signed in. */
  async function refresh(): Promise<void> {
    me.value = await fetchMe();
    known.value = true;
    ended.value = false;
  }

  async function leave(): Promise<void> {
    await signOut();
    me.value = null;
  }

  async function change(change: MeChange): Promise<void> {
    me.value = await changeMe(change);
  }

  function may(right: SystemRight): boolean {
    return me.value?.rights.includes(right) ?? false;
  }

  return { me, known, ended, online, signedIn, start, enter, refresh, leave, change, may };
});
