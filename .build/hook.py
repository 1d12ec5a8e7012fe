"""Build hook: compiles the message catalogues (.po) into what gettext reads (.mo), and puts data/ into the wheel.

An editable install finds both in the checkout; there the modules are compiled too, as an installer does for a wheel, so
that the first start is as quick as the later ones.
"""

from __future__ import annotations

import compileall
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root, "src", "dxskills")
        for source in sorted(package.glob("locale/*/LC_MESSAGES/*.po")):
            with source.open("rb") as stream:
                catalogue = read_po(stream, locale=source.parts[-3])
            with source.with_suffix(".mo").open("wb") as stream:
                write_mo(stream, catalogue)
        if version == "standard":
            build_data["force_include"]["data"] = "dxskills/data"
        else:
            compileall.compile_dir(package, quiet=2)
