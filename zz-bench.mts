import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createPdfExtractor } from './ingest/extractors/pdf.ts';

const F = '/work/shared/documents/financebench/';
const n = Number(process.env.N ?? 1);
const x = createPdfExtractor({ processes: n });
const files = readdirSync(F);
let peak = 0;
const timer = setInterval(() => {
  for (const id of x.processIds())
    try {
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]));
    } catch {}
}, 50);
const out: Record<string, unknown> = {};
let _pages = 0,
  _failed = 0,
  _empty = 0;
const t0 = performance.now();
const inFlight = files.map(async (f) => {
  const bytes = readFileSync(F + f);
  try {
    const e = await x.extract({ name: f, fileName: f, extension: '.pdf', bytes }, {});
    _pages += e.pages.length;
    _empty += e.pages.filter((p) => p.end === p.start).length;
    out[f.replace('.pdf', '')] = e;
  } catch (_error) {
    _failed++;
  }
});
await Promise.all(inFlight);
const _s = (performance.now() - t0) / 1000;
clearInterval(timer);
let _cpu = 0;
for (const id of x.processIds()) {
  const st = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1].split(' ');
  _cpu += (Number(st[11]) + Number(st[12])) / 100;
}
if (process.env.OUT) writeFileSync(process.env.OUT, JSON.stringify(out));
await x.close();
