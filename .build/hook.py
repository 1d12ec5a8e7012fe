"""Build hook: compiles the message catalogues (.po) into what gettext reads (.mo), puts data/ into the wheel, and
writes the manual page from the commands, in English and Japanese.

An editable install finds both in the checkout; there the modules are compiled too, as an installer does for a wheel, so
that the first start is as quick as the later ones.
"""

from __future__ import annotations

import compileall
import sys
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
            build_data["shared_data"].update(self._manual_pages())
        else:
            compileall.compile_dir(package, quiet=2)

    def _manual_pages(self) -> dict[str, str]:
        """The pages' files, and where an installer puts each."""
        sys.path.insert(0, str(Path(self.root, "src")))
        from dxskills import __version__, i18n
        from dxskills.cli.manual import manual

        pages = {}
        for language, folder in (("en", "man1"), ("ja", "ja/man1")):
            i18n.use(language)
            page = Path(self.root, "build", "man", folder, "dxskills.1")
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(manual(__version__), encoding="utf-8", newline="\n")
            pages[str(page)] = f"share/man/{folder}/dxskills.1"
        return pages
