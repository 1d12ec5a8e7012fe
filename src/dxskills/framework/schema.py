"""The JSON Schemas of the framework's files and of import profiles, for editors that complete and check them."""

from __future__ import annotations

from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PROFILE_FILE = "profile.yaml"
"""Stands for every file of profiles/."""


def schemas() -> dict[str, Any]:
    """The schemas by file name. They know every key, type and default; what one entry says of another they cannot."""
    from dxskills.framework.profile_file import ProfileDocument
    from dxskills.framework.roles_file import RolesDocument
    from dxskills.framework.sources import ROLES_FILE, TRAININGS_FILE
    from dxskills.framework.trainings_file import TrainingsDocument

    return {
        file: {"$schema": DIALECT, **document.model_json_schema(by_alias=True, mode="validation")}
        for file, document in (
            (ROLES_FILE, RolesDocument),
            (TRAININGS_FILE, TrainingsDocument),
            (PROFILE_FILE, ProfileDocument),
        )
    }
