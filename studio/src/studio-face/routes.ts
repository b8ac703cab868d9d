import type { RouteRecordRaw } from 'vue-router';

/** Pages of the designers, below `/studio`. */
export const routes: RouteRecordRaw[] = [];
