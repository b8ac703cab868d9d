import type { RouteRecordRaw } from 'vue-router';

/** Pages of the import, below `/import`. */
export const routes: RouteRecordRaw[] = [];
