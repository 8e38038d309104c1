import type { Generation } from './generation.js';
import type { ChunkMentions, MentionColumns, NameUses } from './index-store.js';
import { columnsFromTable, mentionColumnNames } from './mention-columns.js';
import { numbersAt, storedMentionColumns, storedMentionsOf } from './mention-rows.js';
import { NameFinder } from './name-finder.js';
import { isIn, literal } from './sql.js';

/** A condition with more values than this is split: LanceDB's planner slows down with the length of a list. */
const valuesPerQuery = 400;

export async function getMentions({ mentions }: Generation, ids: readonly string[]): Promise<ChunkMentions[]> {
  const rows: ChunkMentions[] = [];
  for (const part of parts(ids)) {
    const query = mentions
      .query()
      .where(isIn('id', part))
      .select([...storedMentionColumns]);
    rows.push(...storedMentionsOf(await query.toArrow()));
  }
  return rows;
}

export async function findMentions({ mentions }: Generation, names: readonly string[]): Promise<NameUses> {
  const found = { mentions: [] as NameUses['mentions'][number][], targets: [] as NameUses['targets'][number][] };
  for (const part of parts(names)) {
    const finder = new NameFinder(part);
    const list = `[${part.map(literal).join(', ')}]`;
    const select = async (column: string, ...columns: string[]) => {
      return mentions
        .query()
        .where(`array_has_any(${column}, ${list})`)
        .select(['id', column, ...columns])
        .toArrow();
    };
    const mentioning = await select('names', 'counts');
    const [ids, counts] = [mentioning.getChild('id'), mentioning.getChild('counts')];
    for (const { name, row, place } of finder.find(mentioning.getChild('names'))) {
      found.mentions.push({ name, id: String(ids?.get(row)), count: numbersAt(counts, row)[place] ?? 1 });
    }
    const led = await select('targets');
    for (const { name, row } of finder.find(led.getChild('targets'))) {
      found.targets.push({ name, id: String(led.getChild('id')?.get(row)) });
    }
  }
  return found;
}

export async function allMentions({ mentions }: Generation, limit: number): Promise<MentionColumns | undefined> {
  if ((await mentions.countRows()) > limit) return undefined;
  return columnsFromTable(
    await mentions
      .query()
      .select([...mentionColumnNames])
      .toArrow(),
  );
}

/** Chunks come without their rows at first, and some never get any (LlamaIndex adds nodes): both tables count. */
export async function mentionsVersion({ manifest, chunks, mentions }: Generation): Promise<string> {
  const [ofChunks, ofMentions] = await Promise.all([chunks.version(), mentions.version()]);
  return `${manifest.createdAt} ${manifest.generation}.${ofChunks}.${ofMentions}`;
}

/** Mean number of search terms of a chunk; 0 for none. */
export async function averageTerms({ mentions }: Generation): Promise<number> {
  const counts = (await mentions.query().select(['term_count']).toArrow()).getChild('term_count');
  if (counts === null || counts.length === 0) return 0;
  return (counts.toArray() as Int32Array).reduce((sum, count) => sum + count, 0) / counts.length;
}

function parts(values: readonly string[]): string[][] {
  const distinct = [...new Set(values)];
  const count = Math.ceil(distinct.length / valuesPerQuery);
  return Array.from({ length: count }, (_, at) => distinct.slice(at * valuesPerQuery, (at + 1) * valuesPerQuery));
}
