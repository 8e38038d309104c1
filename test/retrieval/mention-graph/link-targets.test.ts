import { describe, expect, it } from 'vitest';
import { linkedFileKeys } from '../../../src/retrieval/mention-graph/link-targets.js';
import { processorMs } from '../../processor-ms.js';

describe('the files that a text links to', () => {
  it.each([
    ['See [fusion](hybrid-search.md#fusion).', ['hybrid search']],
    ['[a](docs/hybrid-search.md "Hybrid"), [b](../hybrid_search.md?raw=1)', ['hybrid search', 'hybrid search']],
    ['[a](<hybrid-search.md>) and ![image](hybrid%20search.png)', ['hybrid search', 'hybrid search']],
    ['[a](https://example.org/docs/mention-graph.html)', ['mention graph']],
    ['[a](https://example.org/docs/mention-graph)', ['mention graph']],
    ['[a](https://example.org)', []],
    ['[a](100%.md)', []],
    ['[a](#anchor)', []],
    ['[a]()', []],
    ['no link (hybrid-search.md)', []],
  ])('%j: %j', (text, keys) => {
    expect(linkedFileKeys(text)).toEqual(keys);
  });

  it.each([
    ['unclosed links', '](a'.repeat(70_000)],
    ['unclosed links to blanks', `](${' '.repeat(200_000)}`],
    ['many unclosed links to blanks', '](  '.repeat(50_000)],
    ['anchors', '](a#'.repeat(50_000)],
    ['one long target', `](${'a/'.repeat(100_000)}`],
    ['one long ending', `](${'.abc'.repeat(50_000)})`],
    ['schemes', `](${'a:'.repeat(100_000)})`],
  ])('are found in time that grows with the text: %s', (_case, text) => {
    const start = processorMs();
    linkedFileKeys(text);
    expect(processorMs() - start).toBeLessThan(1_000);
  });
});
