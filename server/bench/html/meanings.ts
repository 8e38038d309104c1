import { defaultResamples, defaultRounds } from '../../../src/evaluation/compare-runs.js';
import { html } from './safe-html.js';

const entries = [
  [
    'nDCG@k',
    'How high the relevant documents stand among the first k, graded judgements counted; 1 is the best order there is.',
  ],
  ['Recall@k', 'Share of the relevant documents that are among the first k.'],
  [
    'Full recall@k',
    'Share of the queries whose relevant documents are all among the first k: those that can be answered whole.',
  ],
  ['MRR@k', 'One divided by the rank of the first relevant document, 0 where none is among the first k.'],
  ['MAP', 'Precision at each relevant document, averaged over all relevant ones.'],
  ['Precision@k', 'Share of the first k that is relevant.'],
  [
    'Span recall, precision, IoU',
    'The same for stretches of text: how much of the judged text was retrieved, how much of the retrieved text was judged, and their intersection over union.',
  ],
  [
    '95 % interval',
    `Where the mean difference lies when the queries are drawn anew ${defaultResamples} times (percentile bootstrap). An interval around 0 says that these queries cannot tell the two apart.`,
  ],
  [
    'p',
    `How often a difference at least as large comes up when the two retrievers' values are exchanged query by query at random (two-sided paired randomisation test, ${defaultRounds} rounds). Below 0.05 a difference is called better or worse here; of twenty comparisons of equal systems, about one gets there by chance.`,
  ],
] as const;

export const meanings = html`<details><summary>What the numbers mean</summary>
<dl class="meanings">${entries.map(([name, meaning]) => html`<dt>${name}</dt><dd>${meaning}</dd>`)}</dl>
<p>A judged query that found nothing counts 0. Documents without a judgement count as not relevant.</p>
</details>`;
