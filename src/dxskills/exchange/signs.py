"""The marks of sign-in sheets: one circle and one cross, however they were typed, drawn or converted."""

from __future__ import annotations

import unicodedata

# Their emoji too, whose variation selectors say nothing here. A check mark is neither: on some sheets it is who came,
# on others who was missing; so are ◎ and ●, and the letters o and x, which people type for either.
_SIGNS = (
    dict.fromkeys(map(ord, "\u3007\u25ef\u2b55\u2b58"), "○")
    | dict.fromkeys(map(ord, "\u2715\u2716\u2717\u2718\u274c\u2613\u2a2f\u2573"), "×")
    | dict.fromkeys((0xFE0E, 0xFE0F))
)


def fold_signs(text: str) -> str:
    """The form in which marks and the words beside them are compared: NFKC, case folded, no blanks, one sign each."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).translate(_SIGNS)
