import { fileURLToPath } from 'node:url';
import vueI18n from '@intlify/unplugin-vue-i18n/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What most pages use, and is too small for requests of its own: messages, one file for each language, and parts. */
function shared(id: string): string | undefined {
  const [, language] = /\/locales\/(fr|en)\/(?:common|domain-races)\.json$/.exec(id) ?? [];
  if (language) {
    return `words-${language}`;
  }
  return /\/gql\.tada\/|\/src\/(?:api\/(?:graphql|refusal)|i18n\/format|components\/(?:AppButton|FormField|ProgressNote))\./.test(id)
    ? 'parts'
    : undefined;
}

/** The page that most visits begin on is on its way before the script that opens it has run. */
function preloadHome(): Plugin {
  return {
    name: 'preload-home',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const entry = chunks.find((chunk) => chunk.isEntry);
        const home = chunks.find((chunk) => chunk.name === 'HomePage');
        const files = home ? [home.fileName, ...home.imports] : [];
        return files
          .filter((file) => file !== entry?.fileName && !entry?.imports.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
            injectTo: 'head' as const,
          }));
      },
    },
  };
}

export default defineConfig({
  plugins: [
    preloadHome(),
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
    // one file of styles, of a few kB, rather than one for each part of a page
    cssCodeSplit: false,
    // smaller than what esbuild makes of it, by the price of an image
    minify: 'terser',
    rollupOptions: { output: { manualChunks: shared, onlyExplicitManualChunks: true } },
    terserOptions: { module: true, ecma: 2020, compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true } },
  },
});
