// Fails when a route loads more script than people on a phone should wait for.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const HOME = 'src/pages/home/HomePage.vue';
const HOME_BUDGET = 70_000;
const ROUTE_BUDGET = 160_000;

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'));
const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);

async function compressed(file) {
  return gzipSync(await readFile(new URL(file, dist))).length;
}

/** The chunks that a chunk can't do without. */
function needed(name, found = new Set()) {
  if (!found.has(name)) {
    found.add(name);
    manifest[name].imports?.forEach((other) => needed(other, found));
  }
  return found;
}

/** What a page may load in addition while it is used: the messages of one language, dialogs, libraries. */
function onDemand(name, found) {
  for (const chunk of [...found]) {
    manifest[chunk].dynamicImports
      ?.filter((other) => chunk !== entry && !found.has(other) && !/\/locales\/|\/pages\//.test(other))
      .forEach((other) => {
        needed(other, found);
        onDemand(other, found);
      });
  }
  return found;
}

async function size(chunks) {
  const sizes = await Promise.all([...chunks].map((name) => compressed(manifest[name].file)));
  return sizes.reduce((sum, one) => sum + one, 0);
}

function messages(page) {
  const files = [`src/locales/fr/common.json`, `src/locales/fr/${page}.json`];
  return files.filter((name) => manifest[name]).flatMap((name) => [...needed(name)]);
}

const routes = Object.keys(manifest).filter((name) => /^src\/pages\/[^/]+\/\w+Page\.vue$/.test(name));
let failed = routes.length === 0;
for (const route of routes) {
  const page = route.split('/')[2];
  const start = new Set([...needed(entry), ...needed(route), ...messages(page)]);
  const first = await size(start);
  const all = await size(onDemand(route, new Set(start)));
  const tooMuch = all > ROUTE_BUDGET || (route === HOME && first > HOME_BUDGET);
  failed ||= tooMuch;
  console.log(`${tooMuch ? '✗' : '✓'} ${page.padEnd(16)} ${kilobytes(first)} at first, ${kilobytes(all)} in all`);
}
if (failed) {
  console.error(`Scripts weigh too much: ${HOME_BUDGET / 1000} kB for home, ${ROUTE_BUDGET / 1000} kB for any route.`);
  process.exit(1);
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
