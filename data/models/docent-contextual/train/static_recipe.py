"""Makes the modules of docent-static's recipe importable: shards, tokenizer, make_vocabulary, batches, bm25, evaluate.

Appended to the path, not put first: a module of this folder wins over one of the same name there.
"""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent.parent / "docent-static" / "train"

if str(FOLDER) not in sys.path:
    sys.path.append(str(FOLDER))
