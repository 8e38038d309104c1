import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';
import type { OpenIndex } from '../../src/retrieval/index-catalog.js';
import { SmallIndex } from './small-index.js';

/** Question → the document of data/documents that answers it; each is first by a wide margin. */
const golden = {
  'Where does the number 60 in reciprocal rank fusion come from?': 'hybrid-search.md',
  'Which Node version do I have to install?': 'getting-started.md',
  'May one citation cover pages 3 to 5?': 'citations-and-abstention.md',
  'Roughly how many English words are 100 tokens?': 'chunking-and-encoders.mdx',
  'Why can the built-in model not tell "dog bites man" from "man bites dog"?': 'chunking-and-encoders.mdx',
  'How do I get rid of embedder-mismatch?': 'troubleshooting.md',
  'What should a trace leave out?': 'agents-and-tools.md',
  'Can I trust a gain of 0.02 if my test has 50 questions?': 'measuring-retrieval.md',
  'How often does the random walker of PageRank start over?': 'mention-graphs.md',
  'How can a web page take control of a language model that reads it?': 'untrusted-text-and-privacy.md',
  'How do I recognise the end of a streamed answer?': 'http-api.html',
  'How many days of nightly copies does the Harbour Library have?': 'harbour-library-runbook.docx',
  'On which floors do the machine of the pilot and its backup disk stand?': 'harbour-library-pilot.md',
  'Which text wins for "harbour monday" in the BM25 example, and why?': 'examples/bm25.py',
  'Warum bringt mir die reine Wortsuche keine Treffer für die Haftpflicht, wenn ich nur Versicherung eintippe?':
    'other-languages/kurzanleitung.md',
  ハイブリッド検索とは何ですか: 'other-languages/kensaku-nyumon.txt',
} as const;

describe('the default ranking of the handbook', () => {
  let small: SmallIndex;
  let handbook: OpenIndex;
  beforeAll(async () => {
    small = new SmallIndex();
    handbook = await small.ingest(join(projectRoot(), 'data', 'documents'));
  });
  afterAll(() => small.remove());

  it.each(Object.entries(golden))('puts first what answers "%s"', async (question, document) => {
    const [first] = await handbook.search.search(question, { k: 1 });
    expect(first?.chunk.document.name).toBe(document);
  });

  it('finds a passage by its own text pasted as a question', async () => {
    const [passage] = await handbook.search.search('What does hybrid search mean?', { k: 1 });
    const [first] = await handbook.search.search(passage?.chunk.text ?? '', { k: 1 });
    expect(first?.chunk.id).toBe(passage?.chunk.id);
  });
});
