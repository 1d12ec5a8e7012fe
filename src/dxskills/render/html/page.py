"""Making a page of a template: escaped throughout, under a policy that lets nothing in but its own style and script.

The policy names both by their hashes, so that nothing else could act even if it got into the page.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dxskills.errors import Unavailable
from dxskills.exchange.characters import visible
from dxskills.i18n import _, language

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def fill(template: str, title: str, *, script: str | None = None, data: object = None, **content: Any) -> bytes:
    """The page, encoded. ``script`` is a file beside the templates, ``data`` what it reads, as JSON."""
    environment = _environment()
    from markupsafe import Markup

    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    code = (TEMPLATES / script).read_text(encoding="utf-8") if script else None
    page = environment.get_template(template).render(
        lang=language(),
        title=title,
        policy=_policy(style, code),
        style=Markup(style),
        script=Markup(code) if code else None,
        data=Markup(inert_json(data)) if data is not None else None,
        **content,
    )
    return page.encode()


def _policy(style: str, script: str | None) -> str:
    rules = ["default-src 'none'", f"style-src '{_pin(style)}'", "img-src data:", "base-uri 'none'"]
    if script is not None:
        rules.append(f"script-src '{_pin(script)}'")
    return "; ".join([*rules, "form-action 'none'"])


def _pin(text: str) -> str:
    import base64
    import hashlib

    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def inert_json(data: object) -> str:
    """JSON for inside a script element: no sign in it can end the element, or the line of an older script engine."""
    import json

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise Unavailable(
            "missing-extra",
            _("Pages need {library}, which is not installed."),
            hint=_("Install it with: pip install 'dxskills[{extra}]'"),
            library="Jinja2",
            extra="report",
        ) from None
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _shown(value: Any) -> Any:
    """Texts as they are shown: what would act instead of showing is written out."""
    return "\n".join(map(visible, value.split("\n"))) if type(value) is str else value
