// Measures a page as on a phone with Lighthouse, three times, and prints the median scores as JSON.
// node scripts/lighthouse.mjs <address> <path of Chromium>
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const RUNS = 3;
const FLAGS = ['--headless=new', '--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-sync'];
const [address, chromePath] = process.argv.slice(2);

const folder = await mkdtemp(join(tmpdir(), 'lighthouse-'));
const chrome = await launch({ chromePath, chromeFlags: [...FLAGS, '--disable-component-update'], userDataDir: folder });
const runs = [];
try {
  for (let run = 0; run < RUNS; run += 1) {
    const { lhr, artifacts } = await lighthouse(address, { port: chrome.port, logLevel: 'error' });
    runs.push({ ...lhr, processor: processorShare(artifacts.Trace.traceEvents) });
  }
} finally {
  chrome.kill();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const scores = Object.fromEntries(
  Object.keys(runs[0].categories).map((name) => [
    name,
    Math.round(100 * median(runs.map((run) => run.categories[name].score))),
  ]),
);
const measured = (name) => median(runs.map((run) => run.audits[name].numericValue));
const failed = Object.values(runs[0].audits)
  .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0)
  .map(({ id }) => id);
console.log(
  JSON.stringify({
    scores,
    layoutShift: measured('cumulative-layout-shift'),
    firstPaint: measured('first-contentful-paint'),
    largestPaint: measured('largest-contentful-paint'),
    blocking: measured('total-blocking-time'),
    processor: median(runs.map((run) => run.processor)),
    benchmark: median(runs.map((run) => run.environment.benchmarkIndex)),
    failed,
  }),
);

/**
 * How much of the time that the page's tasks took its thread was running: nearly all, unless other processes wanted
 * the processor, whose time Lighthouse then takes for the page's, four times over.
 */
function processorShare(events) {
  const { pid, tid } = events.find(({ name }) => name === 'EvaluateScript' || name === 'v8.evaluateModule');
  const tasks = events.filter((event) => event.pid === pid && event.tid === tid && event.name.endsWith('RunTask'));
  const sum = (name) => tasks.reduce((total, task) => total + (task[name] ?? 0), 0);
  return sum('tdur') / sum('dur');
}
