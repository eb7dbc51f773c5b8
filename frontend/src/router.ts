/** Which page is at which address, and who may see it. Each page loads with its own messages. */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { isSignedIn } from './auth/session';
import { loadMessages, type MessageFile } from './i18n';

declare module 'vue-router' {
  interface RouteMeta {
    /** Name of the page: of its folder, and of its file of messages, with `title` and `description` in it. */
    page: string;
    /** Other files of messages that it uses. */
    messages?: readonly MessageFile[];
    /** Whether it is for everybody; the others are for those who are signed in. */
    public?: boolean;
  }
}

const SHARED_BY_TEAM_PAGES: readonly MessageFile[] = ['domain', 'domain-races', 'forms', 'refusals', 'entries'];

const routes: RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('./pages/home/HomePage.vue'),
    meta: { page: 'home', messages: ['domain-races'], public: true },
  },
  {
    path: '/regulations',
    component: () => import('./pages/regulations/RegulationsPage.vue'),
    meta: { page: 'regulations', public: true },
  },
  {
    path: '/privacy',
    component: () => import('./pages/privacy/PrivacyPage.vue'),
    meta: { page: 'privacy', public: true },
  },
  { path: '/terms', component: () => import('./pages/terms/TermsPage.vue'), meta: { page: 'terms', public: true } },
  {
    path: '/sign-up',
    component: () => import('./pages/sign-up/SignUpPage.vue'),
    meta: { page: 'sign-up', messages: ['account-fields', 'forms'], public: true },
  },
  {
    path: '/confirm',
    component: () => import('./pages/confirm/ConfirmPage.vue'),
    meta: { page: 'confirm', messages: ['account-fields', 'forms'], public: true },
  },
  {
    path: '/sign-in',
    component: () => import('./pages/sign-in/SignInPage.vue'),
    meta: { page: 'sign-in', messages: ['account-fields', 'forms'], public: true },
  },
  {
    path: '/password',
    component: () => import('./pages/password/PasswordPage.vue'),
    meta: { page: 'password', messages: ['account-fields', 'forms'], public: true },
  },
  {
    path: '/account',
    component: () => import('./pages/account/AccountPage.vue'),
    meta: { page: 'account', messages: ['account-fields'] },
  },
  {
    path: '/account/second-factor',
    component: () => import('./pages/second-factor/SecondFactorPage.vue'),
    meta: { page: 'second-factor', messages: ['account-fields'] },
  },
  {
    path: '/farewell',
    component: () => import('./pages/farewell/FarewellPage.vue'),
    meta: { page: 'farewell', public: true },
  },
  { path: '/team', component: () => import('./pages/team/TeamPage.vue'), meta: { page: 'team' } },
  { path: '/roster', component: () => import('./pages/roster/RosterPage.vue'), meta: { page: 'roster' } },
  {
    path: '/roster/import',
    component: () => import('./pages/roster-import/RosterImportPage.vue'),
    meta: { page: 'roster-import' },
  },
  { path: '/crews', component: () => import('./pages/crews/CrewsPage.vue'), meta: { page: 'crews' } },
  {
    path: '/crews/new',
    component: () => import('./pages/crew-editor/CrewEditorPage.vue'),
    meta: { page: 'crew-editor' },
  },
  {
    path: '/crews/:id',
    props: true,
    component: () => import('./pages/crews/CrewPage.vue'),
    meta: { page: 'crews' },
  },
  {
    path: '/crews/:id/edit',
    props: true,
    component: () => import('./pages/crew-editor/CrewEditorPage.vue'),
    meta: { page: 'crew-editor' },
  },
  {
    path: '/:missing(.*)*',
    component: () => import('./pages/not-found/NotFoundPage.vue'),
    meta: { page: 'not-found', public: true },
  },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => {
    if (saved) {
      return saved;
    }
    return to.hash ? { el: to.hash } : to.path === from.path ? false : { top: 0 };
  },
});

router.beforeEach((to) => {
  if (!to.meta.public && !isSignedIn.value) {
    return { path: '/sign-in', query: { then: to.fullPath } };
  }
  // begun here, so that messages and page come at the same time
  const shared = to.meta.public ? [] : SHARED_BY_TEAM_PAGES;
  messagesOnTheirWay = loadMessages([to.meta.page, ...shared, ...(to.meta.messages ?? [])]);
  messagesOnTheirWay.catch(() => undefined);
  return true;
});

router.beforeResolve(() => messagesOnTheirWay);

let messagesOnTheirWay: Promise<void> = Promise.resolve();
