"""Every command with the module it lives in and its help in one sentence.

The groups read this table, so that asking for help imports none of the commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dxskills.i18n import N_


class Listed(NamedTuple):
    """``module`` is a module of this package whose ``app`` has the command; ``below`` are a group's own commands."""

    module: str
    help: str
    below: Mapping[str, Listed] | None = None


def _list_and_show(module: str, all_of_them: str, one: str) -> dict[str, Listed]:
    return {"list": Listed(module, all_of_them), "show": Listed(module, one)}


COMMANDS: dict[str, Listed] = {
    "init": Listed("setup", N_("Set up a new registry: settings, framework files, an empty store.")),
    "demo": Listed("setup", N_("Build a sample office through the real imports, and show its gap report.")),
    "assign": Listed("assignment", N_("Assign a person to a role.")),
    "unassign": Listed("assignment", N_("End a person's assignment to a role.")),
    "staff": Listed(
        "staff",
        N_("Enter and look up people."),
        {
            "add": Listed("staff", N_("Enter somebody new.")),
            "edit": Listed("staff", N_("Change what is known of somebody, from a day on.")),
            "transfer": Listed("staff", N_("Post somebody to another unit.")),
            "leave": Listed("staff", N_("End somebody's service.")),
            "forget": Listed("staff", N_("Take a person out of the store for good; counts stay.")),
            "list": Listed("staff", N_("List the people in service.")),
            "show": Listed("staff", N_("Show one person: postings, roles, records and gaps.")),
        },
    ),
    "record": Listed(
        "recording",
        N_("Record trainings and certifications."),
        {
            "training": Listed("recording", N_("Record a training for one or several people.")),
            "certification": Listed("recording", N_("Record a certification for one or several people.")),
        },
    ),
    "revoke": Listed("recording", N_("Record that a certification was revoked.")),
    "assess": Listed("recording", N_("Record the level of a skill that people were assessed at.")),
    "waive": Listed("recording", N_("Excuse people from a requirement for a time.")),
    "enrol": Listed("recording", N_("Book people for a training that is to come.")),
    "import": Listed("importing", N_("Read a file of people or records into the registry.")),
    "export": Listed("exporting", N_("Write everything of one kind in the form that the import reads.")),
    "report": Listed("reporting", N_("Show who lacks what: the gap report.")),
    "matrix": Listed("matrix", N_("Show people by requirements: a grid of who has what.")),
    "due": Listed("planning", N_("Show who must do what by when, also as a calendar.")),
    "candidates": Listed("planning", N_("Show who is nearest to a role, and what each still lacks.")),
    "forecast": Listed("planning", N_("Show readiness and staffing month by month if nobody does anything.")),
    "why": Listed("reporting", N_("Explain a status: the rule, the entry, the date, the verdict.")),
    "roles": Listed(
        "catalogue",
        N_("Look up the roles."),
        _list_and_show("catalogue", N_("List the roles."), N_("Show one role: duties, placement, requirements.")),
    ),
    "trainings": Listed(
        "catalogue",
        N_("Look up the trainings."),
        _list_and_show("catalogue", N_("List the trainings."), N_("Show one training and what it is good for.")),
    ),
    "certifications": Listed(
        "catalogue",
        N_("Look up the certifications."),
        _list_and_show("catalogue", N_("List the certifications."), N_("Show one certification and its rules.")),
    ),
    "skills": Listed(
        "catalogue",
        N_("Look up the skills."),
        _list_and_show("catalogue", N_("List the skills."), N_("Show one skill, its levels and what leads to them.")),
    ),
    "framework": Listed(
        "frameworks",
        N_("Check the framework files."),
        {
            "check": Listed("frameworks", N_("List every fault of the framework files, and what is still to decide.")),
            "schema": Listed("frameworks", N_("Print the JSON Schemas of the framework files.")),
        },
    ),
    "log": Listed("history", N_("Show the entries: what was written, when and by whom.")),
    "retract": Listed("history", N_("Take back an entry, or everything of one import.")),
    "check": Listed("checking", N_("Check the store against itself and against the framework.")),
    "store": Listed(
        "store",
        N_("Look at the store's files."),
        {
            "verify": Listed("store", N_("Read the whole store once and say whether it is whole.")),
            "backup": Listed("store", N_("Copy the store, whole and checked, while others go on writing.")),
            "head": Listed("store", N_("Print how far the store goes, as a line to keep elsewhere.")),
            "repair": Listed("store", N_("Make a damaged store usable again; nothing is thrown away.")),
            "info": Listed("store", N_("Say where the store lies and how far it goes.")),
        },
    ),
}
