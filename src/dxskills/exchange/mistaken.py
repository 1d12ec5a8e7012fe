"""Encodings that are not tried of themselves, told by what they look like in those that are.

Text in EUC-JP is mostly valid cp932 too, as half-width kana that no Japanese word has; ISO-2022-JP and UTF-16 without a
mark are valid UTF-8. To read them as what they are not would give wrong names and no error.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

_PART = 2**20
_SAMPLE = 2**16
# What no Japanese word in half-width kana has: a voicing mark behind what cannot be voiced, a small vowel or y behind
# what takes none, a beginning that only follows others, a full stop in the middle, a comma or a middle dot twice in a
# row; and kana stuck to the rare kanji whose first byte in cp932 is E0 or more.
_NO_KANA = "|".join(
    (
        "(?<![ｳｶ-ﾄﾊ-ﾎ])ﾞ",
        "(?<![ﾊ-ﾎ])ﾟ",
        "(?<![ｷｼﾁﾆﾋﾐﾘﾃﾄﾌｳﾞﾟ])[ｬ-ｮ]",
        "(?<![ｳﾌﾃﾄｼﾁﾂｸﾞﾟｧ-ｫ])[ｧ-ｫ]",
        "(?<![ｦ-ﾟ])[ｧ-ｰﾝ]",
        "[｡｢｣][ｦ-ﾟ]",
        "[､･][ｦ-ﾟ][､･]",
        "[｡-ﾟ][\u6f3e-\u9fa0]",
        "[\u6f3e-\u9fa0][｡-ﾟ]",
    )
)
_ESCAPES = (b"\x1b$B", b"\x1b$@", b"\x1b(J")


def mistaken_for(stream: BinaryIO, tried: str) -> str | None:
    """The encoding that a stream is likely to be in which decodes as ``tried`` (utf-8 or cp932) too; mostly None."""
    if tried == "utf-8":
        stream.seek(0)
        return _of_ascii(stream, stream.read(_SAMPLE))
    if tried == "cp932" and decodes(stream, "euc_jp") and _is_no_kana(stream):
        return "euc_jp"
    return None


def likely(stream: BinaryIO) -> str | None:
    """The encoding that a stream is likely to be in which decodes neither as UTF-8 nor as cp932."""
    stream.seek(0)
    return _of_ascii(stream, stream.read(_SAMPLE)) or ("euc_jp" if decodes(stream, "euc_jp") else None)


def decodes(stream: BinaryIO, name: str) -> bool:
    """Whether all of the stream is valid in the encoding."""
    try:
        for _text in _decoded(stream, name):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _of_ascii(stream: BinaryIO, sample: bytes) -> str | None:
    if any(escape in sample for escape in _ESCAPES):
        return "iso2022_jp" if decodes(stream, "iso2022_jp") else None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 10 < len(sample) or min(even, odd) * 10 > len(sample):
        return None
    name = "utf-16-be" if even > odd else "utf-16-le"
    lines = re.search("[,\t\r\n]", sample.decode(name, "replace"))
    return name if lines and decodes(stream, name) else None


def _is_no_kana(stream: BinaryIO) -> bool:
    return any(re.search(_NO_KANA, text) for text in _decoded(stream, "cp932"))


def _decoded(stream: BinaryIO, name: str) -> Iterator[str]:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    while part := stream.read(_PART):
        yield decoder.decode(part)
    yield decoder.decode(b"", final=True)
