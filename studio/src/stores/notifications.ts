import type { NotificationInfo, NotificationPage } from '@stratacrm/sdk';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { api } from '../api/client.ts';
import { useLiveWork } from './live.ts';

/** What the person was told: the newest, and how many he has not read. */
export const useNotifications = defineStore('notifications', () => {
  const newest = shallowRef<readonly NotificationInfo[] | null>(null);
  const unread = ref(0);
  const next = ref<string | null>(null);
  let asked = 0;

  async function load(): Promise<void> {
    const mine = ++asked;
    // While the server is away the bell keeps what it knows.
    const page = await fetchPage(null).catch(() => null);
    if (page === null || mine !== asked) return;
    newest.value = page.data;
    unread.value = page.unread;
    next.value = page.next;
  }

  async function more(): Promise<void> {
    if (next.value === null) return;
    const page = await fetchPage(next.value);
    newest.value = [...(newest.value ?? []), ...page.data];
    next.value = page.next;
  }

  async function markRead(ids: readonly string[] | 'all'): Promise<void> {
    const isMeant = ({ id, read }: NotificationInfo): boolean => !read && (ids === 'all' || ids.includes(id));
    const meant = (newest.value ?? []).filter(isMeant).length;
    newest.value = (newest.value ?? []).map((each) => (isMeant(each) ? { ...each, read: true } : each));
    unread.value = ids === 'all' ? 0 : Math.max(0, unread.value - meant);
    await api.post('/api/notifications/read', { ids });
  }

  useLiveWork(() => void load());
  void load();
  return { newest, unread, next, load, more, markRead };
});

function fetchPage(before: string | null): Promise<NotificationPage> {
  return api.get<NotificationPage>('/api/notifications', { query: { before, limit: 30 } });
}
