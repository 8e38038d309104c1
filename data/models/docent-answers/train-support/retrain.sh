#!/bin/sh
# Trains the support model anew: after a change of its signals, of the ranker, or of how sentences are cut and scored.
#
#   retrain.sh SETS MULTIHOP WORK [BENCHMARK...]
#
# SETS and MULTIHOP are what docent-ranker's make-sets.py and make-multi-hop-sets.py wrote; WORK gets changed questions and
# features. Benchmarks (folders in BEIR format) are only measured. Run it in the repository's root; PYTHON names a Python 3
# with numpy. Indexes are kept in DOCENT_INDEXES.
set -eu
sets=$1 multihop=$2 work=$3
shift 3
here=data/models/docent-answers/train-support
questions=${QUESTIONS:-100}
folders=
# Sets whose questions were written by people who read the passage. Where headings and FAQs ask, what remains after the gold
# passage is hidden often answers as well.
for name in en-wikipedia en-single-sentences en-papers en-questions-software ja-wikipedia zh-wikipedia; do
  folders="$folders $sets/$name"
done
for folder in "$multihop"/*-mh-*; do folders="$folders $folder"; done
# shellcheck disable=SC2086 # one word per folder
npx tsx "$here/make-changed-questions.ts" "$work/changed" "$questions" $folders
# shellcheck disable=SC2086
npx tsx "$here/dump-features.ts" "$work/features" "$questions" "$work/changed" $folders
"${PYTHON:-python3}" "$here/train.py" "$work/features" "$here/../support-model.json"
[ $# -eq 0 ] && exit
npx tsx "$here/dump-features.ts" "$work/measured" 250 "$work/changed" "$@"
"${PYTHON:-python3}" "$here/train.py" "$work/features" --measure "$work/measured"
