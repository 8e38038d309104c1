import type { MentionGraph } from '../mention-graph/mention-graph.js';
import type { CandidateLinks } from './candidate.js';
import type { QuestionProfile } from './question-profile.js';
import { fromZeroToOne, standingOf, type UnlinkedCandidate } from './standing.js';

/** Links with this many of the best candidates count. */
const linkedBest = 10;
const strongestOf = 3;
const linkedJoined = 3;
/** Chunks that names of the question lead to; an ordinary phrase may be the title of many. */
const linkedNamed = 12;

export interface LinkingOptions {
  readonly profile: QuestionProfile;
  readonly graph: MentionGraph;
  /** Names of the graph in the question. */
  readonly names: ReadonlyMap<number, number>;
  /** Links of a chunk whose names have been loaded. */
  readonly linksOf: (chunk: number) => ReadonlyMap<number, number>;
}

/** How each candidate is linked with the best ones and with what the question names. */
export async function linksWithBest(
  candidates: readonly UnlinkedCandidate[],
  { profile, graph, names, linksOf }: LinkingOptions,
): Promise<(chunk: number) => CandidateLinks> {
  const { order, blended, joinedOrder } = standingOf(candidates, profile);
  const chunkAt = (at: number) => candidates[at]?.chunk ?? -1;
  const best = order.slice(0, linkedBest).map(chunkAt);
  const joinedBest = joinedOrder.slice(0, linkedJoined).map(chunkAt);
  const named = [...new Set([...names.keys()].flatMap((name) => [...graph.name(name).targets]))].slice(0, linkedNamed);
  await graph.loadChunks(named);
  const linking = [...best, ...joinedBest, ...named].flatMap((chunk) => graph.chunk(chunk) ?? []);
  await graph.loadNames(linking.flatMap((mentions) => [...mentions.names, ...mentions.titles]));
  const fit = fromZeroToOne(blended);
  const ofBest = best.map((chunk, place) => ({ links: linksOf(chunk), fit: fit[order[place] ?? 0] ?? 0 }));
  const [first, second, third] = joinedBest.map(linksOf);
  const ofNamed = named.map(linksOf);
  return (chunk) => ({
    own: ofBest.slice(0, strongestOf).reduce((high, { links }) => Math.max(high, links.get(chunk) ?? 0), 0),
    sum: ofBest.reduce((sum, { links, fit: weight }) => sum + weight * (links.get(chunk) ?? 0), 0),
    joined: [first?.get(chunk) ?? 0, second?.get(chunk) ?? 0, third?.get(chunk) ?? 0],
    named: ofNamed.reduce((high, links) => Math.max(high, links.get(chunk) ?? 0), 0),
    namedSum: ofNamed.reduce((sum, links) => sum + (links.get(chunk) ?? 0), 0),
  });
}
