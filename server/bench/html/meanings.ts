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
    'Answer hit',
    'Share of the questions whose gold answer stands in the answer, as whole words in its first 600 characters. An abstention is a miss; "always answering" is what the answers would be if docent never abstained. Questions of yes or no are left out.',
  ],
  ['Words of the gold answer', 'Share of its words that the answer has: for gold answers that are sentences.'],
  [
    'Exact match, token F1',
    'The answer against the gold answer as SQuAD compares them; only where a chat model answers.',
  ],
  [
    'Citation precision, recall',
    'Of the answers given: the share of citations that name a relevant document, and the share of relevant documents that are cited.',
  ],
  ['AUROC', 'How often an answerable question has more support than an unanswerable one; 0.5 is chance.'],
  [
    'Balanced accuracy',
    'Mean of the share of answerable questions that is answered and of unanswerable ones that is not; always or never abstaining gets 0.5.',
  ],
  [
    'AURC',
    'Area under the risk–coverage curve: the share of wrong answers, averaged over all shares of questions that could be answered, best supported first. Lower is better.',
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
