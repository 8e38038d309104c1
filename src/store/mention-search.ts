import type { Generation } from './generation.js';
import type { ChunkMentions, NameUses } from './index-store.js';
import { numbersAt, storedMentionColumns, storedMentionsOf, textsAt } from './mention-rows.js';
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
    const wanted = new Set(part);
    const list = `[${part.map(literal).join(', ')}]`;
    const mentioning = await mentions
      .query()
      .where(`array_has_any(names, ${list})`)
      .select(['id', 'names', 'counts'])
      .toArrow();
    for (let row = 0; row < mentioning.numRows; row += 1) {
      const id = String(mentioning.getChild('id')?.get(row));
      const counts = numbersAt(mentioning.getChild('counts'), row);
      for (const [at, name] of textsAt(mentioning.getChild('names'), row).entries()) {
        if (wanted.has(name)) found.mentions.push({ name, id, count: counts[at] ?? 1 });
      }
    }
    const led = await mentions.query().where(`array_has_any(targets, ${list})`).select(['id', 'targets']).toArrow();
    for (let row = 0; row < led.numRows; row += 1) {
      const id = String(led.getChild('id')?.get(row));
      for (const name of textsAt(led.getChild('targets'), row)) if (wanted.has(name)) found.targets.push({ name, id });
    }
  }
  return found;
}

export async function mentionsVersion({ manifest, mentions }: Generation): Promise<string> {
  return `${manifest.createdAt} ${manifest.generation}.${await mentions.version()}`;
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
