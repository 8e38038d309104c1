import type { GraphView } from '../mention-graph/graph-view.js';
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
  readonly graph: GraphView;
  /** Names of the graph in the question. */
  readonly names: ReadonlyMap<string, number>;
  /** Links of a chunk whose names have been loaded. */
  readonly linksOf: (id: string) => ReadonlyMap<string, number>;
}

/** How each candidate is linked with the best ones and with what the question names. */
export async function linksWithBest(
  candidates: readonly UnlinkedCandidate[],
  { profile, graph, names, linksOf }: LinkingOptions,
): Promise<(id: string) => CandidateLinks> {
  const { order, blended, joinedOrder } = standingOf(candidates, profile);
  const idAt = (at: number) => candidates[at]?.id ?? '';
  const best = order.slice(0, linkedBest).map(idAt);
  const joinedBest = joinedOrder.slice(0, linkedJoined).map(idAt);
  const named = [...new Set([...names.keys()].flatMap((name) => graph.name(name).targets))].slice(0, linkedNamed);
  await graph.loadChunks(named);
  const linking = [...best, ...joinedBest, ...named].flatMap((id) => graph.chunk(id) ?? []);
  await graph.loadNames(linking.flatMap((mentions) => [...mentions.names, ...mentions.titles]));
  const fit = fromZeroToOne(blended);
  const ofBest = best.map((id, place) => ({ links: linksOf(id), fit: fit[order[place] ?? 0] ?? 0 }));
  const [first, second, third] = joinedBest.map(linksOf);
  const ofNamed = named.map(linksOf);
  return (id) => ({
    own: ofBest.slice(0, strongestOf).reduce((high, { links }) => Math.max(high, links.get(id) ?? 0), 0),
    sum: ofBest.reduce((sum, { links, fit: weight }) => sum + weight * (links.get(id) ?? 0), 0),
    joined: [first?.get(id) ?? 0, second?.get(id) ?? 0, third?.get(id) ?? 0],
    named: ofNamed.reduce((high, links) => Math.max(high, links.get(id) ?? 0), 0),
    namedSum: ofNamed.reduce((sum, links) => sum + (links.get(id) ?? 0), 0),
  });
}
