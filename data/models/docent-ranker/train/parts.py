"""The parts of the default retrieval, each of which can be taken away from stored features to see what it is worth:
`without(features, part)` gives the features that remain. Its own columns become 0, candidates that only it brought are
dropped, and the sums over the searches, the walk and the chains (src/retrieval/ranking/standing.ts) are made without it.

What cannot be undone in stored rows: chains that began where the walk led, and what a candidate adds to the best ones
(gain…, linkFirst…) or shares with them (likeness…), which are the best with the part.
"""

import copy
from dataclasses import dataclass

import numpy

SUMS = ("joined", "joinedRank", "joinedZ", "joinedGap", "halfJoined", "halfJoinedRank", "longJoined", "longJoinedRank")
SET = ("linkFirst", "linkSecond", "linkThird", "gainFirst", "gainTwo", "gainThree", "linkedGainTwo", "leftTwo", "leftThree", "joinedPlace")
LINKS = ("link", "linkSum", "linkNamed", "linkNamedSum", "linkedGain")
WALK = ("walk", "walkRank", "walkLog", "walkAgrees")
CHAINS = ("chain", "chainRank", "longChain", "longChainRank")


@dataclass(frozen=True)
class Part:
    columns: tuple
    # Signals that the sums do without.
    signals: tuple = ()
    # How many of its best become candidates (linked-evidence.ts): column of the rank, count.
    brings: tuple = ()
    # Reciprocal ranks are added where z-scores were.
    ranks: bool = False
    # The ranker alone, also where the question names nothing (ranker-scores.ts).
    ungated: bool = False


BRINGS = {"lexical": (("lexicalRank", 20),), "dense": (("denseRank", 15),), "walk": (("walkRank", 30),), "chain": (("chainRank", 20), ("longChainRank", 10))}
FUSED = 30
PARTS = {
    "dense search": Part(("dense", "denseZ", "denseRank", "topDense"), ("dense",), BRINGS["dense"]),
    "late interaction": Part(("late", "lateZ", "lateRank", "topLate", "softRemainder", "softUncovered", "partsCovered", "partsGain", "partsUncovered"), ("late",)),
    "walk": Part(WALK, ("walk",), BRINGS["walk"]),
    "chains": Part(CHAINS, ("chain", "longChain"), BRINGS["chain"]),
    "links": Part(LINKS),
    "passages together": Part(SET),
    "mention graph": Part((*WALK, *CHAINS, *LINKS, *SET, *SUMS), ("walk", "chain", "longChain"), (*BRINGS["walk"], *BRINGS["chain"])),
    "coverage": Part(("covered", "gain", "remainder", "partsCovered", "partsGain")),
    "proximity": Part(("pairOrdered", "pairNear", "window")),
    "names and titles": Part(("titleNamed", "titleRarity", "namesShared", "titleCovered", "titleRest", "linkNamed", "linkNamedSum", "questionNames")),
    "likeness": Part(("likeness", "likenessZ", "likenessRank", "alikeFit")),
    "same document": Part(("documentOthers", "documentBest", "neighbourBest", "ordinal")),
    "question": Part(("uncovered", "softUncovered", "partsUncovered", "questionNames", "questionTerms", "topPart", "topGap", "topGapFive", "topDense", "topLate", "walkAgrees", "leftTwo", "leftThree")),
    "z-scores": Part((), ranks=True),
    "searches beside": Part((), ungated=True),
}


def without(features, name):
    """A copy of a FeatureSet as it would be without a part."""
    part = PARTS[name]
    column = {each: at for at, each in enumerate(features.features)}
    result = copy.copy(features)
    result.beside = 0 if part.ungated else features.beside
    kept_rows, result.groups = [], []
    for group, place in zip(features.groups, features.slices()):
        rows = features.rows[place].astype(float)
        kept = ~only_from(part, rows, column)
        rows = rows[kept]
        if part.signals or part.ranks:
            sum_again(part, rows, column)
        rows[:, [column[each] for each in part.columns]] = 0
        kept_rows.append(rows.astype(numpy.float32))
        documents = [document for document, keep in zip(group["documents"], kept) if keep]
        result.groups.append({**group, "count": len(rows), "documents": documents})
    result.rows = numpy.concatenate(kept_rows)
    return result


def only_from(part, rows, column):
    """Candidates that nothing else brought."""
    if not part.brings:
        return numpy.zeros(len(rows), bool)
    among = lambda rank, count: rows[:, column[rank]] >= 1 / count - 1e-6
    fused = "lexicalRank" if "dense" in part.signals else "fusedRank"
    others = [among(fused, FUSED)]
    others += [among(*each) for brought in BRINGS.values() for each in brought if each not in part.brings]
    return ~numpy.any(others, axis=0)


def sum_again(part, rows, column):
    """As standing.ts, set-features.ts and shared-evidence.ts, of the signals that remain."""
    values = lambda name: numpy.zeros(len(rows)) if name in part.signals else rows[:, column[name]]
    scale = reciprocal if part.ranks else standardised
    lexical, dense, late = scale(values("lexicalShare")), scale(values("dense")), scale(values("late"))
    put = lambda name, value: rows.__setitem__((slice(None), column[name]), value)
    blended, fused = lexical + 0.5 * late + 0.3 * dense, lexical + 0.5 * dense
    walk, chain, long_chain = share(values("walk") ** 2), share(values("chain")), share(values("longChain"))
    own = (fused - fused.min()) / (fused.max() - fused.min() + 1e-9)
    joined, half, long = chain + walk + 0.2 * own, chain + 0.5 * walk + 0.5 * own, long_chain + walk + 0.2 * own
    ranked = {"fused": fused, "blended": blended, "joined": joined, "halfJoined": half, "longJoined": long}
    for name, value in ranked.items():
        put(name, value)
        put(f"{name}Rank", 1 / (1 + ranks(value)))
    for name in ("lexical", "dense", "late"):
        value = values("lexicalShare" if name == "lexical" else name)
        put(f"{name}Z", standardised(value))
        put(f"{name}Rank", 1 / (1 + ranks(value)))
    falling = -numpy.sort(-blended)
    put("blendedGap", blended - falling[0])
    put("joinedZ", standardised(joined))
    put("joinedGap", joined - -numpy.sort(-joined)[min(1, len(joined) - 1)])
    put("topGap", falling[0] - (falling[1] if len(falling) > 1 else 0))
    put("topGapFive", falling[0] - (falling[4] if len(falling) > 4 else 0))
    best = blended.argmax()
    put("topDense", values("dense")[best])
    put("topLate", values("late")[best])
    put("walkAgrees", walk[best])


def standardised(values):
    deviation = values.std()
    return numpy.zeros(len(values)) if deviation < 1e-9 else (values - values.mean()) / deviation


def reciprocal(values):
    """Reciprocal rank (Cormack, Clarke and Büttcher 2009), with their constant."""
    return 1 / (61 + ranks(values))


def ranks(values):
    result = numpy.empty(len(values))
    result[numpy.argsort(-values, kind="stable")] = numpy.arange(len(values))
    return result


def share(values):
    return values / max(1e-12, values.max())
