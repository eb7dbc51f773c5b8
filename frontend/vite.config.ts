import { fileURLToPath } from 'node:url';
import vueI18n from '@intlify/unplugin-vue-i18n/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The messages that most pages use travel together, one file for each language. */
function sharedWords(id: string): string | undefined {
  const [, language] = /\/locales\/(fr|en)\/(?:common|domain-races|forms)\.json$/.exec(id) ?? [];
  return language && `words-${language}`;
}

export default defineConfig({
  plugins: [
    vue(),
    // messages are compiled here, so that no compiler travels
    vueI18n({
      include: here('./src/locales/**'),
      module: 'petite-vue-i18n',
      fullInstall: false,
      dropMessageCompiler: true,
    }),
  ],
  resolve: { alias: { '@': here('./src') } },
  define: { __VUE_OPTIONS_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false' },
  build: {
    target: 'es2022',
    // the security policy allows nothing inlined
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    // smaller than what esbuild makes of it, by the price of an image
    minify: 'terser',
    rollupOptions: { output: { manualChunks: sharedWords } },
    terserOptions: { module: true, ecma: 2020, compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true } },
  },
});
