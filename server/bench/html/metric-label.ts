const words: Readonly<Record<string, string>> = {
  ndcg: 'nDCG',
  recall: 'Recall',
  'full-recall': 'Full recall',
  mrr: 'MRR',
  map: 'MAP',
  p: 'Precision',
  'span-recall': 'Span recall',
  'span-precision': 'Span precision',
  'span-iou': 'Span IoU',
  'p50 ms': 'Latency p50 (ms)',
  'p95 ms': 'Latency p95 (ms)',
  'queries/s': 'Queries per second',
};

/** `ndcg@10` as it is written in papers: nDCG@10. */
export function metricLabel(name: string): string {
  const [metric = '', cutoff] = name.split('@');
  const label = words[metric] ?? metric;
  return cutoff === undefined ? label : `${label}@${cutoff}`;
}
