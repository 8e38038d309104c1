import { describe, expect, it } from 'vitest';
import { EmbeddingPace } from '../../ingest/embedding-pace.js';

describe('EmbeddingPace', () => {
  it('begins with few texts, for nobody knows how long they take', () => {
    const pace = new EmbeddingPace();
    expect([pace.textsPerCall, pace.chunksPerCommit]).toEqual([100, 1500]);
  });

  it('gives a quick encoder 512 texts a call and 3,000 chunks a commit', () => {
    const pace = new EmbeddingPace();
    pace.measured(64, 8);
    expect([pace.textsPerCall, pace.chunksPerCommit]).toEqual([512, 3000]);
  });

  it('lets a slow encoder come back within a second, and commit within a quarter of a minute', () => {
    const pace = new EmbeddingPace();
    pace.measured(64, 64 * 25);
    expect([pace.textsPerCall, pace.chunksPerCommit]).toEqual([40, 600]);
  });

  it('never goes below what makes a call or a commit worth while', () => {
    const pace = new EmbeddingPace();
    pace.measured(1, 60_000);
    expect([pace.textsPerCall, pace.chunksPerCommit]).toEqual([16, 256]);
  });
});
