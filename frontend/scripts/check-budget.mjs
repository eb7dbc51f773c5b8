// Fails when a route loads more script than people on a phone should wait for.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const HOME = 'home';
const HOME_BUDGET = 70_000;
const ROUTE_BUDGET = 160_000;

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'));
const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);

// a page that shares its chunk has a name, but no source, in the manifest
const pages = Object.keys(manifest).filter((name) => /^\w+Page$/.test(manifest[name].name) && manifest[name].isDynamicEntry);

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

/** The same chunks, and what these load while the page is used: parts of it, signing in, libraries. */
function withOnDemand(chunks) {
  const found = new Set(chunks);
  // a set that grows is gone through to its new end
  for (const chunk of found) {
    // other pages and their messages are counted where they are opened
    const parts = (manifest[chunk].dynamicImports ?? []).filter((other) => !/^src\/(locales|pages\/.*Page\.vue)/.test(other));
    parts.filter((other) => !pages.includes(other)).forEach((other) => needed(other, found));
  }
  return found;
}

async function size(chunks) {
  const sizes = await Promise.all([...chunks].map((name) => compressed(manifest[name].file)));
  return sizes.reduce((sum, one) => sum + one, 0);
}

/** The messages that a page uses, in French, which is the longer of the two languages. */
function messages(page) {
  const shared = Object.keys(manifest).filter((name) => manifest[name].name === 'words-fr');
  const own = page === HOME ? [page] : ['domain', 'refusals', page];
  const files = own.map((file) => `src/locales/fr/${file}.json`).filter((name) => manifest[name]);
  return [...shared, ...files].flatMap((name) => [...needed(name)]);
}

let failed = pages.length === 0;
for (const route of pages) {
  const page = manifest[route].name.replace(/Page$/, '').replace(/\B[A-Z]/g, '-$&').toLowerCase();
  const opening = new Set([...needed(entry), ...needed(route), ...messages(page)]);
  const first = await size(opening);
  const all = await size(withOnDemand(opening));
  const tooMuch = all > ROUTE_BUDGET || (page === HOME && first > HOME_BUDGET);
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
