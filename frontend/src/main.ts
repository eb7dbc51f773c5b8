/** Starts the site. */
import urql from '@urql/vue';
import { createApp } from 'vue';
import { client } from './api/client';
import App from './App.vue';
import { keepHead } from './app/head';
import { i18n } from './i18n';
import { router } from './router';
import './styles/tokens.css';
import './styles/base.css';

const app = createApp(App);
app.use(urql, client).use(i18n).use(router);
await router.isReady();
keepHead(router);
app.mount('#app');
