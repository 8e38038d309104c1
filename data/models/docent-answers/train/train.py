#!/usr/bin/python3
"""Trains docent's sentence model from the features that dump-features.ts wrote: boosted trees that tell how likely a
sentence holds the answer (logistic loss; LightGBM). Multi-hop sets weigh double: there are fewer of them.

    train.py MODEL.json FEATURES...        all sets of these folders
    train.py --measure FEATURES...         each third of the sets from a model that was not trained on it (nor on other
                                           draws of the same set)

Needs Python 3 with numpy and lightgbm. Deterministic for a given LightGBM version.
"""

import json
import math
import sys
from pathlib import Path

import lightgbm
import numpy

ROUNDS = 300
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 8,
    "min_data_in_leaf": 100,
    "lambda_l2": 10,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 127,
    "force_row_wise": True,
    "deterministic": True,
    "num_threads": 1,
    "seed": 1,
    "verbose": -1,
}
MULTI_HOP_WEIGHT = 2
# A sentence on the way to the answer holds none, but it is not as wrong as others.
ON_THE_WAY_WEIGHT = 0.3
# As in src/agent/extractive/select-sentences.ts.
LEAST_PROBABILITY, COMPARED_LENGTH, MAX_CHARACTERS = 0.025, 100, 600


class SentenceSet:
    def __init__(self, path):
        self.name = path.stem
        stored = json.loads(path.read_text())
        self.features = stored["features"]
        self.groups = stored["groups"]
        values = numpy.fromfile(path.with_suffix(".f32"), dtype=numpy.float32)
        self.rows = values.reshape(-1, len(self.features))

    def training_rows(self):
        """Of the questions whose passages hold something of the answer; what says it elsewhere is left out."""
        kept, labels, weights, start, count = [], [], [], 0, 0
        for group in self.groups:
            if max(group["labels"]) > 0:
                count += 1
                for at, label in enumerate(group["labels"]):
                    if label >= 0:
                        kept.append(start + at)
                        labels.append(int(label == 2))
                        weights.append(ON_THE_WAY_WEIGHT if label == 1 else 1)
            start += len(group["labels"])
        weight = (MULTI_HOP_WEIGHT if "-mh-" in self.name else 1) / math.sqrt(max(1, count))
        return self.rows[kept], numpy.array(labels), numpy.array(weights) * weight

    def measure(self, probabilities):
        """Shares of questions whose best sentence, and one of whose chosen sentences, holds the answer; mean length."""
        best, chosen, lengths, start = [], [], [], 0
        for group in self.groups:
            labels, own = group["labels"], probabilities[start:start + len(group["labels"])]
            start += len(labels)
            order = numpy.argsort(-own, kind="stable")
            taken, used = [], 0
            for at in order:
                length = group["lengths"][at]
                worth = own[at] >= LEAST_PROBABILITY * math.sqrt(length / COMPARED_LENGTH)
                if not taken or (worth and used + 1 + length <= MAX_CHARACTERS):
                    taken.append(at)
                    used += length + 1
            holds = [abs(label) == 2 or label == -1 for label in labels]
            best.append(holds[order[0]])
            chosen.append(any(holds[at] for at in taken))
            lengths.append(used - 1)
        return numpy.mean(best), numpy.mean(chosen), numpy.mean(lengths)


def fit(sets):
    rows, labels, weights = (numpy.concatenate(parts) for parts in zip(*(s.training_rows() for s in sets)))
    data = lightgbm.Dataset(rows, labels, weight=weights / weights.mean(), feature_name=sets[0].features)
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def to_json(model):
    """Nodes in arrays; a child below 0 is leaf ~child, as in src/retrieval/ranking/boosted-trees.ts."""
    trees = []
    for info in model.dump_model()["tree_info"]:
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


def measure(sets):
    names = sorted({s.name for s in sets})
    for part in range(3):
        held_out = set(names[part::3])
        model = fit([s for s in sets if s.name not in held_out])
        for each in (s for s in sets if s.name in held_out):
            best, chosen, length = each.measure(model.predict(each.rows))
            print(f"{each.name:26} {len(each.groups):4} questions  best {best:.3f}  chosen {chosen:.3f}  characters {length:.0f}", flush=True)


def main():
    target, *folders = sys.argv[1:]
    sets = [SentenceSet(path) for folder in folders for path in sorted(Path(folder).glob("*.json"))]
    if target == "--measure":
        measure(sets)
    else:
        Path(target).write_text(json.dumps(to_json(fit(sets)), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main()
