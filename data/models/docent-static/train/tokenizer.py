"""Uncased WordPiece, the same ids as `tokenizer.json` gives in @huggingface/transformers 4.3.1.

WordPiece (Wu et al. 2016, arXiv 1609.08144) with BERT's normaliser and pre-tokeniser (Devlin et al. 2018,
arXiv 1810.04805). Three things differ from plain BERT, all of them written into `tokenizer.json` too:

* Symbols (Unicode S*: arrows, currencies, emoji), kana and the ideographs beyond U+FFFF stand alone. BERT glues
  them to the neighbouring word, which then often is unknown as a whole.
* U+000B, U+000C and U+FEFF separate words. BERT's `clean_text` deletes them although JavaScript's `\\s` matches
  them; with this, tokenising a text is the same as tokenising its `/\\s+/` pieces and joining the results.
* No token is added around a text, and `[PAD]` or `[UNK]` written in a text is ordinary text.
"""

import json
import re
import unicodedata
from pathlib import Path

PAD, UNKNOWN = "[PAD]", "[UNK]"
# [CLS], [SEP] and [MASK] are reserved: the same vocabulary can then serve a contextual encoder.
SPECIAL_TOKENS = [PAD, UNKNOWN, "[CLS]", "[SEP]", "[MASK]"]
CONTINUATION = "##"
MAX_WORD_CHARACTERS = 100  # BERT's default; longer words become [UNK]

# What JavaScript's \s matches (ECMA-262, WhiteSpace and LineTerminator).
WHITESPACE = re.compile("[\t\n\x0b\x0c\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
# BERT's Chinese characters in the Basic Multilingual Plane; transformers.js looks at UTF-16 units, so it sees no others.
IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
KANA = (0x3040, 0x30FF)
SUPPLEMENTARY_IDEOGRAPHS = (0x20000, 0x323AF)

_MAX_CACHED_PIECE = 40  # longer pieces are mostly unspaced CJK and seldom come twice


class _CleaningTable(dict):
    """For str.translate: drops control, format, private and surrogate characters, sets ideographs apart."""

    def __missing__(self, code: int):
        if code in (0, 0xFFFD) or unicodedata.category(chr(code)) in ("Cc", "Cf", "Co", "Cs"):
            result = None
        elif any(low <= code <= high for low, high in IDEOGRAPHS):
            result = f" {chr(code)} "
        else:
            result = code
        self[code] = result
        return result


class _AccentTable(dict):
    """For str.translate: drops non-spacing marks."""

    def __missing__(self, code: int):
        result = None if unicodedata.category(chr(code)) == "Mn" else code
        self[code] = result
        return result


def _standalone_class() -> str:
    """The body of a regex class of all characters that are words of their own."""
    ranges, start = [], None
    for code in range(0x110001):
        stands_alone = code < 0x110000 and (
            unicodedata.category(chr(code))[0] in "PS"
            or KANA[0] <= code <= KANA[1]
            or SUPPLEMENTARY_IDEOGRAPHS[0] <= code <= SUPPLEMENTARY_IDEOGRAPHS[1]
        )
        if stands_alone and start is None:
            start = code
        elif not stands_alone and start is not None:
            ranges.append(f"\\U{start:08x}-\\U{code - 1:08x}")
            start = None
    return "".join(ranges)


_CLEANING, _ACCENTS = _CleaningTable(), _AccentTable()
_STANDALONE = _standalone_class()
_WORD = re.compile(f"[^ {_STANDALONE}]+|[{_STANDALONE}]")


def split_pieces(text: str) -> list[str]:
    """The whitespace-separated pieces of a text, as JavaScript's `text.split(/\\s+/)` without empty ones."""
    return [piece for piece in WHITESPACE.split(text) if piece]


def split_words(piece: str) -> list[str]:
    """Normalised words of one piece, before WordPiece."""
    text = piece.translate(_CLEANING).lower()
    if not text.isascii():
        text = unicodedata.normalize("NFD", text).translate(_ACCENTS)
    return _WORD.findall(text)


class WordPieceTokenizer:
    """Text to token ids; greedy longest match first within a word."""

    def __init__(self, vocabulary: list[str]):
        self.vocabulary = vocabulary
        self.ids = {token: index for index, token in enumerate(vocabulary)}
        self.unknown_id = self.ids[UNKNOWN]
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._words: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, path: str | Path) -> "WordPieceTokenizer":
        """Reads a vocabulary file (one token a line) or a `tokenizer.json`."""
        text = Path(path).read_text(encoding="utf-8")
        if text.startswith("{"):
            ids = json.loads(text)["model"]["vocab"]
            return cls(sorted(ids, key=ids.get))
        return cls(text.split("\n")[:-1])

    def encode(self, text: str, limit: int | None = None) -> list[int]:
        """Token ids of a text, the first `limit` of them if given."""
        ids: list[int] = []
        for piece in split_pieces(text):
            ids.extend(self._encode_piece(piece))
            if limit is not None and len(ids) >= limit:
                return ids[:limit]
        return ids

    def _encode_piece(self, piece: str) -> tuple[int, ...]:
        known = self._pieces.get(piece)
        if known is None:
            known = tuple(token for word in split_words(piece) for token in self._encode_word(word))
            if len(piece) <= _MAX_CACHED_PIECE:
                self._pieces[piece] = known
        return known

    def _encode_word(self, word: str) -> tuple[int, ...]:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = self._match(word)
        return known

    def _match(self, word: str) -> tuple[int, ...]:
        if len(word) > MAX_WORD_CHARACTERS:
            return (self.unknown_id,)
        tokens, start = [], 0
        while start < len(word):
            prefix = CONTINUATION if start else ""
            for end in range(len(word), start, -1):
                token = self.ids.get(prefix + word[start:end])
                if token is not None:
                    break
            else:
                return (self.unknown_id,)
            tokens.append(token)
            start = end
        return tuple(tokens)


def tokenizer_json(vocabulary: list[str]) -> dict:
    """The Hugging Face `tokenizer.json` that does what this module does."""
    standalone = "[\\p{S}" + "".join(
        f"{chr(low)}-{chr(high)}" for low, high in (KANA, SUPPLEMENTARY_IDEOGRAPHS)
    ) + "]"
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Replace", "pattern": {"Regex": "[\\x0B\\x0C\ufeff]"}, "content": " "},
                {
                    "type": "BertNormalizer",
                    "clean_text": True,
                    "handle_chinese_chars": True,
                    "strip_accents": True,
                    "lowercase": True,
                },
            ],
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "BertPreTokenizer"},
                {"type": "Split", "pattern": {"Regex": standalone}, "behavior": "Isolated", "invert": False},
            ],
        },
        "post_processor": None,
        "decoder": {"type": "WordPiece", "prefix": CONTINUATION, "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": UNKNOWN,
            "continuing_subword_prefix": CONTINUATION,
            "max_input_chars_per_word": MAX_WORD_CHARACTERS,
            "vocab": {token: index for index, token in enumerate(vocabulary)},
        },
    }
