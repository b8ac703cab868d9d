import './design/tokens.css';
import './design/base.css';
import './design/chips.css';
import './design/element.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './i18n/i18n.ts';
import { listenForKeys } from './keys/keys.ts';
import { router } from './router/router.ts';

listenForKeys();
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app');
