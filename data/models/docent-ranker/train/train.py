"""Trains docent's ranker from the features that dump-features.ts wrote: boosted trees with the LambdaRank objective
(Burges 2010, MSR-TR-2010-82; LightGBM). Multi-hop sets weigh double: there are fewer of them.

    train.py FEATURES MODEL.json             all sets
    train.py FEATURES --measure SET...       each named set from a ranker that was not trained on it (nor on other
                                             languages of the same set); sets joined with commas are held out together
    train.py FEATURES --measure SET... --without PART
                                             the same without one part of the retrieval (parts.py)

Needs Python 3 with numpy and lightgbm. Deterministic for a given LightGBM version and number of threads.
"""

import json
import math
import sys
from pathlib import Path

import lightgbm
import numpy
from parts import without

ROUNDS = 250
PARAMETERS = {
    "objective": "lambdarank",
    "learning_rate": 0.08,
    "num_leaves": 8,
    "min_data_in_leaf": 200,
    "lambda_l2": 10,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambdarank_truncation_level": 15,
    "label_gain": [0, 1, 2, 3, 4],
    "max_bin": 127,
    "force_col_wise": True,
    "deterministic": True,
    "num_threads": 2,
    "seed": 1,
    "verbose": -1,
}
MULTI_HOP = ("-mh-", "musique", "hotpotqa", "2wiki")
MULTI_HOP_WEIGHT = 2
# What the searches' sum counts where a question names nothing (src/retrieval/ranking/ranker-scores.ts).
BESIDE = 0.3


class FeatureSet:
    def __init__(self, path):
        self.name = path.stem
        stored = json.loads(path.read_text())
        self.features = stored["features"]
        self.groups = stored["groups"]
        values = numpy.fromfile(path.with_suffix(".f32"), dtype=numpy.float32)
        self.rows = values.reshape(-1, len(self.features))
        self.beside = BESIDE
        names = self.rows[:, [self.features.index("titleNamed"), self.features.index("linkNamed")]].max(axis=1)
        # Of each question, whether it names something that leads to a candidate.
        self.named = [bool(names[rows].max(initial=0) > 0) for rows in self.slices()]

    def slices(self):
        """The rows of each question."""
        start = 0
        for group in self.groups:
            yield slice(start, start + group["count"])
            start += group["count"]

    def training_rows(self):
        """Of each relevant document its best chunk is the example; its other chunks are left out."""
        blended = self.rows[:, self.features.index("blended")]
        kept, labels, sizes, start = [], [], [], 0
        for group in self.groups:
            best = {}
            chosen = []
            for at in range(start, start + group["count"]):
                document = group["documents"][at - start]
                grade = min(4, max(0, group["judged"].get(document, 0)))
                if grade == 0:
                    chosen.append((at, 0))
                elif document not in best or blended[at] > blended[best[document][0]]:
                    best[document] = (at, grade)
            if best:
                chosen = sorted(chosen + list(best.values()))
                kept += [at for at, _ in chosen]
                labels += [grade for _, grade in chosen]
                sizes.append(len(chosen))
            start += group["count"]
        weight = MULTI_HOP_WEIGHT if any(part in self.name for part in MULTI_HOP) else 1
        weights = numpy.full(len(kept), weight / math.sqrt(max(1, len(sizes))))
        return self.rows[kept], numpy.array(labels), numpy.array(sizes), weights

    def product_scores(self, scores):
        """As src/retrieval/ranking/ranker-scores.ts."""
        fused = self.rows[:, self.features.index("fused")]
        result = numpy.array(scores, dtype=float)
        for rows, named in zip(self.slices(), self.named):
            if not named and self.beside > 0:
                z = [(v - v.mean()) / (v.std() + 1e-9) for v in (result[rows], fused[rows])]
                result[rows] = z[0] + self.beside * z[1]
        return result

    def measure(self, scores):
        """nDCG@10, Recall@5, full recall@5, Recall@10 of documents by their best chunk."""
        results, start = [], 0
        for group in self.groups:
            best = {}
            end = start + group["count"]
            for document, score in zip(group["documents"], scores[start:end]):
                best[document] = max(score, best.get(document, -math.inf))
            start = end
            ranking = sorted(best, key=lambda document: -best[document])
            judged = {document: grade for document, grade in group["judged"].items() if grade > 0}
            if not judged:
                continue
            gain = sum(judged.get(d, 0) / math.log2(i + 2) for i, d in enumerate(ranking[:10]))
            ideal = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(judged.values(), reverse=True)[:10]))
            five = [d in ranking[:5] for d in judged]
            ten = [d in ranking[:10] for d in judged]
            results.append((gain / ideal, sum(five) / len(judged), all(five), sum(ten) / len(judged)))
        return numpy.mean(results, 0)


def fit(sets):
    rows, labels, sizes, weights = (numpy.concatenate(parts) for parts in zip(*(s.training_rows() for s in sets)))
    data = lightgbm.Dataset(rows, labels, group=sizes, weight=weights / weights.mean(), feature_name=sets[0].features)
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def to_json(model):
    """Nodes in arrays; a child below 0 is leaf ~child, as in src/retrieval/ranking/boosted-trees.ts."""
    dump = model.dump_model()
    trees = []
    for info in dump["tree_info"]:
        tree = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}

        def add(node):
            if "leaf_value" in node:
                tree["value"].append(float(f"{node['leaf_value']:.5g}"))
                return ~(len(tree["value"]) - 1)
            at = len(tree["feature"])
            tree["feature"].append(node["split_feature"])
            tree["threshold"].append(float(f"{node['threshold']:.6g}"))
            tree["left"].append(0)
            tree["right"].append(0)
            tree["left"][at] = add(node["left_child"])
            tree["right"][at] = add(node["right_child"])
            return at

        add(info["tree_structure"])
        trees.append(tree)
    return {"format": 1, "features": model.feature_name(), "trees": trees}


def measure(sets, names):
    models = {}
    for together in names:
        # One training for all languages of a set: none of them may have been seen.
        families = tuple(sorted({name.split("-")[0] if name.startswith("xquad") else name for name in together.split(",")}))
        if families not in models:
            models[families] = fit([s for s in sets if not s.name.startswith(families)])
        for held_out in (next(s for s in sets if s.name == name) for name in together.split(",")):
            show(held_out, models[families])


def show(held_out, model):
    columns = {
        "bm25": held_out.rows[:, held_out.features.index("lexicalZ")],
        "hybrid": held_out.rows[:, held_out.features.index("fused")],
        "graph": held_out.rows[:, held_out.features.index("joined")],
        "ranker": held_out.product_scores(model.predict(held_out.rows)),
    }
    print(held_out.name, len(held_out.groups), "questions", flush=True)
    for label, scores in columns.items():
        print(f"    {label:8}", *(f"{value:.3f}" for value in held_out.measure(scores)), flush=True)


def main():
    folder, *rest = sys.argv[1:]
    sets = [FeatureSet(path) for path in sorted(Path(folder).glob("*.json"))]
    if "--without" in rest:
        *rest, _, part = rest
        sets = [without(each, part) for each in sets]
    if rest[0] == "--measure":
        measure(sets, rest[1:])
    else:
        Path(rest[0]).write_text(json.dumps(to_json(fit(sets)), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
