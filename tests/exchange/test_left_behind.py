"""An import that is killed cannot tidy up: the next one does it."""

from __future__ import annotations

from tests.exchange.office import Office

FILE = "職員番号,研修,受講日\n00000001,security,2026-06-01\n00000002,security,2026-06-01\n"


def test_what_a_killed_import_left_behind_is_removed_by_the_next(office: Office) -> None:
    index = office.registry.index.path
    assert index is not None
    left = [index.with_name(f"{index.name}-import-abc.entries{end}") for end in ("", ".lines")]
    others = index.with_name(f"other-{index.name}-import-abc.entries")
    for path in (*left, others):
        path.write_text("00000001", encoding="utf-8")
    office.take("trainings", FILE, dry_run=True)
    assert all(path.exists() for path in left)  # somebody else may be writing now
    office.take("trainings", FILE)
    assert not any(path.exists() for path in left)
    assert others.exists()
