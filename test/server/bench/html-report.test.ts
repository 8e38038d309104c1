import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../server/bench/html/page.js';
import { statisticsScript } from '../../../server/bench/html/scripts/statistics-script.js';
import { writeHtmlReport } from '../../../server/bench/html-report.js';
import { compareRuns, type QueryPair } from '../../../src/evaluation/compare-runs.js';
import { makeAnswersResult } from '../../fixtures/make-answers-result.js';
import { type MadeSet, makeBenchReport } from '../../fixtures/make-bench-report.js';

const hostile = `</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> "'&`;

const science: MadeSet = {
  name: 'science',
  texts: { q2: hostile },
  retrievers: {
    lexical: { q1: { 'ndcg@10': 0.5, map: 0.4 }, q2: { 'ndcg@10': 0.25, map: 0.1 }, q3: { 'ndcg@10': 1, map: 1 } },
    hybrid: { q1: { 'ndcg@10': 0.4, map: 0.4 }, q2: { 'ndcg@10': 1, map: 1 }, q3: { 'ndcg@10': 1, map: 1 } },
  },
};
const news: MadeSet = { name: `news ${hostile}`, retrievers: { lexical: { n1: { 'ndcg@10': 0.125 } } } };

interface Chosen {
  readonly hash?: string;
  readonly width?: number;
}

/** The page as a browser would have it after its script ran. */
function opened(sets: readonly MadeSet[], { hash = '', width = 900 }: Chosen = {}) {
  const { document } = parseHTML(reportPage(makeBenchReport(sets)));
  const script = [...document.querySelectorAll('script')].find((each) => each.getAttribute('type') === null);
  const browser = { document, location: { hash }, history: {}, addEventListener: () => undefined, innerWidth: width };
  runInNewContext(script?.textContent ?? '', browser);
  return document;
}

const textsOf = (document: ReturnType<typeof opened>, selector: string) =>
  [...document.querySelectorAll(selector)].map(({ textContent }) => textContent?.trim());

describe('the HTML report', () => {
  it('is written as one file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docent-html-'));
    try {
      const report = makeBenchReport([science]);
      await writeHtmlReport(report, join(folder, 'report.html'));
      expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe(reportPage(report));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('asks for nothing from anywhere, and may not', () => {
    const page = reportPage(makeBenchReport([science, news]));
    expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\(/iu);
    const { document } = parseHTML(page);
    expect([...document.querySelectorAll('[src], link, iframe, img')]).toEqual([]);
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content');
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/u);
  });

  it('shows hostile names and queries as they are written', () => {
    const document = opened([science, news]);
    expect(document.querySelectorAll('script')).toHaveLength(2);
    expect(document.querySelectorAll('img')).toHaveLength(0);
    expect(document.querySelector('#set-1 h2')?.textContent).toBe(news.name);
    expect(document.querySelector('#bars-readout')?.textContent).toContain(hostile);
    expect(document.querySelector('#changes')?.textContent).toContain(hostile);
    expect(reportPage(makeBenchReport([science, news]))).not.toContain('<script>alert');
  });

  it('marks the best of each row, and none where all are equal', () => {
    const { document } = parseHTML(reportPage(makeBenchReport([{ ...science, texts: {} }])));
    const rows = [...document.querySelectorAll('#set-0 tbody tr')].map((row) => [
      row.querySelector('th')?.textContent,
      ...[...row.querySelectorAll('td')].map(
        (cell) => (cell.className === 'best' ? 'best ' : '') + parseFloat(cell.textContent ?? ''),
      ),
    ]);
    expect(rows).toEqual([
      ['nDCG@10', '0.5833', 'best 0.8'],
      ['MAP', '0.5', 'best 0.8'],
      ['Latency p50 (ms)', 'best 2', '3'],
      ['Latency p95 (ms)', 'best 4', '6'],
      ['Queries per second', 'best 500', '333.3'],
    ]);
  });

  it('lists all sets with an empty place for what was not measured', () => {
    const { document } = parseHTML(reportPage(makeBenchReport([science, { ...news, name: 'news' }])));
    expect(textsOf(document, 'section:first-of-type thead th')).toEqual(['Set', 'lexical', 'hybrid']);
    expect(textsOf(document, 'section:first-of-type tbody tr:last-child > *')).toEqual(['news', '0.1250', '–']);
  });

  it('draws a mark for each retriever with its values', () => {
    const marks = [...opened([science]).querySelectorAll('#quality-chart g.retriever')];
    expect(marks.map((mark) => mark.getAttribute('aria-label'))).toEqual([
      'lexical: nDCG@10 0.5833, latency p50 2.0 ms, p95 4.0 ms',
      'hybrid: nDCG@10 0.8000, latency p50 3.0 ms, p95 6.0 ms',
    ]);
  });

  it('compares the first with the last retriever query by query', () => {
    const document = opened([{ ...science, texts: {} }]);
    const verdict = document.querySelector('#verdict')?.textContent;
    expect(verdict).toContain('+0.2167 from lexical to hybrid: hybrid is not clearly different');
    expect(verdict).toContain('Queries: 1 won, 1 lost, 1 the same.');
    expect(textsOf(document, '#changes tbody td:first-child')).toEqual(['+0.7500', '\u22120.1000']);
    const bars = document.querySelector('#bars');
    expect(bars?.getAttribute('aria-valuemax')).toBe('3');
    expect(bars?.getAttribute('aria-valuetext')).toBe('text of q2: lexical 0.2500, hybrid 1.0000, difference +0.7500');
  });

  it('moves from query to query by the keyboard and stops at both ends', () => {
    const bars = opened([{ ...science, texts: {} }]).querySelector('#bars') as unknown as {
      getAttribute(name: string): string;
      onkeydown(event: { readonly key: string; preventDefault(): void }): void;
    };
    const afterKey = (key: string) => {
      bars.onkeydown({ key, preventDefault: () => undefined });
      return bars.getAttribute('aria-valuetext').split(':')[0];
    };
    expect(['ArrowRight', 'End', 'ArrowRight', 'ArrowLeft', 'Home', 'ArrowLeft', 'Tab'].map(afterKey)).toEqual([
      'text of q3',
      'text of q1',
      'text of q1',
      'text of q3',
      'text of q2',
      'text of q2',
      'text of q2',
    ]);
  });

  it('draws anew when another metric or pair is chosen', () => {
    const document = opened([science]);
    const choose = (id: string, position: number) => {
      const control = document.getElementById(id) as unknown as {
        selectedIndex: number;
        dispatchEvent(event: unknown): void;
      };
      control.selectedIndex = position;
      control.dispatchEvent(Object.assign(document.createEvent('Event'), { type: 'change' }));
    };
    choose('choose-metric', 1);
    expect(textsOf(document, '.chosen-metric')).toEqual(['MAP', 'MAP']);
    expect(document.querySelector('#verdict')?.textContent).toContain('+0.3000 from lexical to hybrid');
    choose('choose-first', 1);
    expect(document.querySelector('#verdict')?.textContent).toContain(
      '0.0000 from hybrid to hybrid: hybrid is the same',
    );
  });

  it('opens at the set of its address and leaves out what that set cannot show', () => {
    const document = opened([science, news], { hash: '#set-1' });
    expect([...document.querySelectorAll('section.set')].map((section) => section.hasAttribute('hidden'))).toEqual([
      true,
      false,
    ]);
    expect(document.querySelector('#quality')?.hasAttribute('hidden')).toBe(false);
    expect(document.querySelector('#queries')?.hasAttribute('hidden')).toBe(true); // one retriever only
  });

  it('shows the answers of a set, and when to abstain', () => {
    const document = opened([{ ...science, answers: makeAnswersResult() }]);
    const tables = [...document.querySelectorAll('#set-0 table')].map((table) =>
      [...table.querySelectorAll('tr')].map((row) =>
        [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
      ),
    );
    expect(tables[1]).toContainEqual(['Answer hit (abstaining is a miss)', '0.6667', '', '3']);
    expect(tables[1]).toContainEqual(['Evidence recall@5', '0.7500', '0.5000', '4']);
    expect(tables[2]).toContainEqual(['AUROC', '0.6667', '0.5000']);

    expect(document.querySelector('#risk')?.hasAttribute('hidden')).toBe(false);
    expect(textsOf(document, '#risk-chart .legend')).toEqual([
      'answers without the gold answer (AURC 0.1111)',
      'answers whose sources were withheld (AURC 0.1458)',
      'answers to unanswerable questions (AURC 0.1567)',
    ]);
    expect(document.querySelectorAll('#risk-chart path.mark')).toHaveLength(3);
  });

  it('reads the risk at every coverage, by the keyboard too', () => {
    const document = opened([{ ...science, answers: makeAnswersResult() }]);
    const chart = document.querySelector('#risk-chart') as unknown as {
      getAttribute(name: string): string;
      onkeydown(event: { readonly key: string; preventDefault(): void }): void;
    };
    const answersAfter = (key: string) => {
      chart.onkeydown({ key, preventDefault: () => undefined });
      return chart.getAttribute('aria-valuetext').split('. ')[1];
    };
    expect(chart.getAttribute('aria-valuenow')).toBe('100');
    expect(answersAfter('End')).toBe('answers without the gold answer: 33.3 % of the answered, support from 0.60');
    expect(answersAfter('PageDown')).toBe('answers without the gold answer: 0.0 % of the answered, support from 0.80');
    expect(answersAfter('Home')).toBe('answers without the gold answer: nothing answered');
    expect(chart.getAttribute('aria-valuenow')).toBe('0');
  });

  it('draws no risk where nothing was answered', () => {
    expect(opened([science]).querySelector('#risk')?.hasAttribute('hidden')).toBe(true);
  });

  it('holds together without a set', () => {
    expect(opened([]).querySelector('#quality')?.hasAttribute('hidden')).toBe(true);
  });

  it('computes in the page what the command line computes', () => {
    const random = (n: number) => ((n * 7919) % 101) / 101;
    const pairs: QueryPair[] = Array.from({ length: 75 }, (_, n) => ({
      query: `q${n}`,
      first: random(n),
      second: n % 3 === 0 ? random(n) : random(n * 3 + 1),
    }));
    const settings = { resamples: 500, rounds: 500, seed: 1 };
    const inPage = runInNewContext(`${statisticsScript}; comparisonOf(pairs, settings)`, { pairs, settings });
    expect(compareRuns(pairs, settings)).toMatchObject(JSON.parse(JSON.stringify(inPage)));
  });
});
