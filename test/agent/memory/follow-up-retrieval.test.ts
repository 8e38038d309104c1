import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rewriteFollowUp } from '../../../src/agent/memory/rewrite-follow-up.js';
import { projectRoot } from '../../../src/core/project-root.js';
import type { OpenIndex } from '../../../src/retrieval/index-catalog.js';
import { SmallIndex } from '../../retrieval/small-index.js';

/** Earlier question, its answer, the follow-up, and the question in full. */
const conversations = [
  ['What is HyDE short for?', 'Hypothetical document embeddings.', 'how does it work?', 'How does HyDE work?'],
  [
    'What does hybrid search mean?',
    'Two searches side by side.',
    'what are its advantages?',
    'What are the advantages of hybrid search?',
  ],
  [
    'How do I get rid of embedder-mismatch?',
    'Rebuild the index.',
    'and index-damaged?',
    'How do I get rid of index-damaged?',
  ],
  [
    'What does nDCG tell me about a ranking?',
    'How good its order is.',
    'and MRR?',
    'What does MRR tell me about a ranking?',
  ],
  ['What does DOCENT_PORT do?', 'It sets the port.', 'and DOCENT_CHUNK_TOKENS?', 'What does DOCENT_CHUNK_TOKENS do?'],
  [
    'Where does the number 60 in reciprocal rank fusion come from?',
    'From a paper of 2009.',
    'why?',
    'Why is the number 60 used in reciprocal rank fusion?',
  ],
  [
    'How many days of nightly copies does the Harbour Library have?',
    '35 days.',
    'Who runs the weekly ingest there?',
    'Who runs the weekly ingest at the Harbour Library?',
  ],
  [
    'What is a reranker?',
    'It reads question and passage together.',
    'Why can it not bring back a passage?',
    'Why can a reranker not bring back a passage?',
  ],
  [
    'What should a trace leave out?',
    'Keys and private text.',
    'tell me more',
    'What should a trace of an agent leave out?',
  ],
  ['ハイブリッド検索とは何ですか', '二つの検索です。', 'それは何に使いますか', 'ハイブリッド検索は何に使いますか'],
] as const;

describe('a follow-up over the handbook', () => {
  let small: SmallIndex;
  let handbook: OpenIndex;
  const documentsFor = async (question: string, k: number) => {
    const hits = await handbook.search.search(question, { k });
    return hits.map(({ chunk }) => chunk.document.name);
  };
  beforeAll(async () => {
    small = new SmallIndex();
    handbook = await small.ingest(join(projectRoot(), 'data', 'documents'));
  });
  afterAll(() => small.remove());

  it.each(conversations)('after "%s" (%s) "%s" finds what "%s" finds', async (question, answer, followUp, full) => {
    const { standalone, isFollowUp } = rewriteFollowUp(followUp, [{ question, answer }]);
    expect(isFollowUp).toBe(true);
    const [wanted] = await documentsFor(full, 1);
    expect(await documentsFor(standalone, 3)).toContain(wanted);
  });

  it('finds more than it would by itself', async () => {
    const found = async (question: string, full: string) => {
      const [wanted] = await documentsFor(full, 1);
      return (await documentsFor(question, 1))[0] === wanted ? 1 : 0;
    };
    let [alone, rewritten] = [0, 0];
    for (const [question, answer, followUp, full] of conversations) {
      alone += await found(followUp, full);
      rewritten += await found(rewriteFollowUp(followUp, [{ question, answer }]).standalone, full);
    }
    expect(rewritten).toBeGreaterThanOrEqual(alone + 4);
  });
});
