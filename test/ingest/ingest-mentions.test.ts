import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IndexWriter } from '../../src/store/index-store.js';
import { loadLance } from '../../src/store/lance.js';
import { IngestWorkplace } from './ingest-workplace.js';

let place: IngestWorkplace;
beforeEach(() => {
  place = new IngestWorkplace();
});
afterEach(() => {
  place.remove();
});

/** The rows of an index that is made of the folder as it is now, at once. */
async function mentionsAtOnce() {
  const other = new IngestWorkplace();
  try {
    await other.ingest({ paths: [place.folder] });
    return (await other.snapshot()).mentions;
  } finally {
    other.remove();
  }
}

const mentions = async () => (await place.snapshot()).mentions;

/** A writer whose calls are counted by method; one method may fail. */
function counting(calls: Map<string, number>, failing?: keyof IndexWriter) {
  return (writer: IndexWriter) =>
    new Proxy(writer, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        return (...parameters: unknown[]) => {
          calls.set(String(property), (calls.get(String(property)) ?? 0) + 1);
          if (property === failing) throw new Error('killed');
          return value.apply(target, parameters) as unknown;
        };
      },
    });
}

const lovelace = '# Ada Lovelace\n\nAda Lovelace worked with Charles Babbage at Ashley Combe.\n';
const babbage = '# Charles Babbage\n\nHe built the Difference Engine, and met [her](ada-lovelace.md#life).\n';
const engine = '# Difference Engine\n\nA machine of Charles Babbage.\n\n## Parts\n\nBrass wheels from Ashley Combe.\n';

describe('the mention graph of an index', () => {
  it('is the same step by step as at once', async () => {
    place.have({ 'ada-lovelace.md': lovelace });
    await place.ingest();
    place.have({ 'babbage.md': babbage });
    await place.ingest();
    expect(await mentions()).toEqual(await mentionsAtOnce());
    place.have({ 'machines/engine.md': engine });
    await place.ingest();
    const all = await mentions();
    expect(all).toEqual(await mentionsAtOnce());
    expect(all.flatMap(({ names }) => names)).toContain('ashley combe');
    expect(all.flatMap(({ tokens }) => tokens).length).toBeGreaterThan(20);

    place.have({ 'ada-lovelace.md': lovelace.replace(' at Ashley Combe', '') });
    await place.ingest();
    expect(await mentions()).toEqual(await mentionsAtOnce());
    place.have({ 'babbage.md': undefined });
    await place.ingest();
    expect(await mentions()).toEqual(await mentionsAtOnce());
    place.have({ 'ada.md': lovelace, 'ada-lovelace.md': undefined });
    await place.ingest();
    const renamed = await mentions();
    expect(renamed).toEqual(await mentionsAtOnce());
    expect(renamed.flatMap(({ titles }) => titles)).not.toContain('charles babbage');
  });

  it('is not looked at where nothing has changed', async () => {
    place.have({ 'ada-lovelace.md': lovelace });
    await place.ingest();
    const calls = new Map<string, number>();
    const { stagesMs } = await place.ingest({ wrapWriter: counting(calls) });
    expect(['mentionState', 'getMentioningChunks', 'replaceMentions'].filter((name) => calls.has(name))).toEqual([]);
    expect(calls.get('hasMentionsOfAll')).toBe(1);
    expect(stagesMs.link).toBeLessThan(500);
  });

  it.each(['mentionState', 'getMentioningChunks', 'replaceMentions'] as const)(
    'is made by the next ingest where the last one ended at %s',
    async (failing) => {
      place.have({ 'ada-lovelace.md': lovelace, 'babbage.md': babbage });
      await place.ingest();
      place.have({ 'machines/engine.md': engine });
      await expect(place.ingest({ wrapWriter: counting(new Map(), failing) })).rejects.toThrow('killed');
      expect((await place.journal()).links()).toBe('half-made');
      expect((await place.ingest()).chunks.written).toBe(0);
      expect((await place.journal()).links()).toBe('current');
      expect(await mentions()).toEqual(await mentionsAtOnce());
    },
  );

  it('is looked at where documents have changed since, whoever changed them', async () => {
    place.have({ 'ada-lovelace.md': lovelace });
    await place.ingest();
    const journal = await place.journal();
    await journal.begin(['d']);
    await journal.finish(['d']);
    const calls = new Map<string, number>();
    await place.ingest({ wrapWriter: counting(calls) });
    expect([calls.get('mentionState'), calls.get('getMentioningChunks')]).toEqual([1, undefined]);
    expect((await place.journal()).links()).toBe('current');
  });

  it('is made where a program has added chunks, or rows are lost', async () => {
    place.have({ 'ada-lovelace.md': lovelace, 'babbage.md': babbage });
    await place.ingest();
    const connection = await (await loadLance()).connect(place.uri);
    await (await connection.openTable('mentions_g1')).delete("'ada lovelace' IN (targets[1], '')");
    connection.close();
    expect(await mentions()).toHaveLength(1);
    await place.ingest();
    expect(await mentions()).toEqual(await mentionsAtOnce());
  });
});
