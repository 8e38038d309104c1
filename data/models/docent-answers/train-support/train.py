"""Trains the support model from the rows that dump-features.ts wrote: two logistic regressions over the same signals.

    train.py FEATURES MODEL.json              trains on every set of FEATURES and writes the model
    train.py FEATURES --measure OTHER         trains on FEATURES and measures the sets of OTHER; writes nothing

`answered` tells questions whose documents are there from the same questions with their documents hidden; `stated` tells
them from questions of which one condition was changed (make-changed-questions.ts). What both say together, a (1 + b) / 2,
is read as a probability by a third, of two parameters, that is fitted to what the model says of sets that it was not
trained on: each set in turn is left out. Needs Python 3 with numpy. The same rows give the same model.
"""

import json
import sys
from pathlib import Path

import numpy

PENALTY = 100
"""Of squared weights over standardised signals; chosen on sets that were left out."""
LIMIT = 4
"""Signals are cut at so many standard deviations, here and in the product."""
KEPT, WITHHELD, CHANGED = 0, 1, 2
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)


class SignalSet:
    def __init__(self, path):
        stored = json.loads(path.read_text())
        self.name = path.stem
        self.features = stored["features"]
        self.rows = numpy.array([question["row"] for question in stored["questions"]], dtype=float)
        self.kinds = numpy.array([("kept", "withheld", "changed").index(question["kind"]) for question in stored["questions"]])
        counts = numpy.array([(self.kinds == kind).sum() for kind in (KEPT, WITHHELD, CHANGED)])
        # Each kind weighs the same within a set; a set weighs by the root of its size.
        self.weights = numpy.sqrt(counts[KEPT]) / numpy.maximum(1, counts[self.kinds])


def read(folder):
    return [SignalSet(path) for path in sorted(Path(folder).glob("*.json"))]


def sigmoid(values):
    return 1 / (1 + numpy.exp(-values))


def logit(values):
    values = numpy.clip(values, 1e-6, 1 - 1e-6)
    return numpy.log(values / (1 - values))


def logistic(rows, labels, weights, penalty):
    """Newton's method; the last coefficient is the intercept, which is not penalised."""
    rows = numpy.column_stack([rows, numpy.ones(len(rows))])
    weights = weights / weights.mean()
    penalties = numpy.append(numpy.full(rows.shape[1] - 1, penalty), 1e-9)
    coefficients = numpy.zeros(rows.shape[1])
    for _ in range(50):
        probabilities = sigmoid(rows @ coefficients)
        gradient = rows.T @ (weights * (probabilities - labels)) + penalties * coefficients
        curvature = (rows.T * (weights * probabilities * (1 - probabilities))) @ rows + numpy.diag(penalties)
        step = numpy.linalg.solve(curvature, gradient)
        coefficients -= step
        if abs(step).max() < 1e-8:
            break
    return coefficients


class Model:
    def __init__(self, sets):
        rows = numpy.concatenate([each.rows for each in sets])
        self.mean, self.scale = rows.mean(0), rows.std(0) + 1e-6
        self.answered = self.fit(sets, WITHHELD)
        self.stated = self.fit([each for each in sets if (each.kinds == CHANGED).any()], CHANGED)
        self.slope, self.offset = 1.0, 0.0

    def fit(self, sets, wrong):
        rows, labels, weights = [], [], []
        for each in sets:
            chosen = (each.kinds == KEPT) | (each.kinds == wrong)
            rows.append(self.standardised(each.rows[chosen]))
            labels.append(each.kinds[chosen] == KEPT)
            weights.append(each.weights[chosen])
        return logistic(numpy.concatenate(rows), numpy.concatenate(labels) * 1.0, numpy.concatenate(weights), PENALTY)

    def standardised(self, rows):
        return numpy.clip((rows - self.mean) / self.scale, -LIMIT, LIMIT)

    def scores(self, rows):
        rows = numpy.column_stack([self.standardised(rows), numpy.ones(len(rows))])
        answered, stated = sigmoid(rows @ self.answered), sigmoid(rows @ self.stated)
        return sigmoid(self.slope * logit(answered * (1 + stated) / 2) + self.offset)

    def to_json(self, features):
        def part(coefficients):
            return {"weights": rounded(coefficients[:-1]), "bias": round(float(coefficients[-1]), 5)}

        return {
            "format": 1,
            "features": features,
            "mean": rounded(self.mean),
            "scale": rounded(self.scale),
            "limit": LIMIT,
            "answered": part(self.answered),
            "stated": part(self.stated),
            "calibration": {"slope": round(self.slope, 5), "offset": round(self.offset, 5)},
        }


def rounded(values):
    return [float(f"{value:.5g}") for value in values]


def train(sets):
    model = Model(sets)
    scores, labels, weights = [], [], []
    left_out = {}
    for each in sets:
        others = [other for other in sets if other is not each]
        left_out[each.name] = Model(others).scores(each.rows) if others else model.scores(each.rows)
        chosen = each.kinds != CHANGED
        scores.append(logit(left_out[each.name][chosen]))
        labels.append(each.kinds[chosen] == KEPT)
        weights.append(each.weights[chosen])
    fitted = logistic(numpy.concatenate(scores)[:, None], numpy.concatenate(labels) * 1.0, numpy.concatenate(weights), 0)
    model.slope, model.offset = float(fitted[0]), float(fitted[1])
    return model, {name: sigmoid(model.slope * logit(values) + model.offset) for name, values in left_out.items()}


def auroc(right, wrong):
    order = numpy.concatenate([right, wrong])
    ranks = numpy.array([(order < value).sum() + ((order == value).sum() + 1) / 2 for value in right])
    return (ranks.sum() - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong))


def balanced_accuracy(scores, kinds, threshold):
    return ((scores[kinds == KEPT] >= threshold).mean() + (scores[kinds == WITHHELD] < threshold).mean()) / 2


def report(sets, scores_of):
    accuracies = []
    for each in sets:
        scores = scores_of(each)
        kept, withheld, changed = (scores[each.kinds == kind] for kind in (KEPT, WITHHELD, CHANGED))
        accuracies.append([balanced_accuracy(scores, each.kinds, threshold) for threshold in THRESHOLDS])
        areas = f"withheld {auroc(kept, withheld):.3f}" + (f"  changed {auroc(kept, changed):.3f}" if len(changed) else "")
        at = "  ".join(f"{value:.3f}" for value in accuracies[-1])
        print(f"{each.name:28} {len(kept):4} questions  AUROC {areas:30} balanced accuracy {at}")
    mean = "  ".join(f"{value:.3f}" for value in numpy.mean(accuracies, 0))
    print(f"{'mean, at ' + ' '.join(map(str, THRESHOLDS)):76} {mean}")


def main():
    folder, *rest = sys.argv[1:]
    sets = read(folder)
    model, left_out = train(sets)
    if rest[0] == "--measure":
        report(read(rest[1]), lambda each: model.scores(each.rows))
        return
    report(sets, lambda each: left_out[each.name])
    Path(rest[0]).write_text(json.dumps(model.to_json(sets[0].features), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
