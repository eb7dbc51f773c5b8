/** Starts the site. */
import urql from '@urql/vue';
import { createApp } from 'vue';
import { client } from './api/client';
import App from './App.vue';
import { keepHead } from './app/head';
import { reloadWhenConnected } from './app/reloading';
import { i18n } from './i18n';
import { router } from './router';
import './styles/tokens.css';
import './styles/base.css';

reloadWhenConnected(router);
const app = createApp(App);
app.use(urql, client).use(i18n).use(router);
// no top-level await: pages share chunks with this one, and would wait for each other
void router.isReady().then(
  () => {
    keepHead(router);
    app.mount('#app');
  },
  () => undefined,
);
