"""Small random worlds that use every feature of the framework and of the registry.

A world is a framework (two plain documents) and a list of things somebody does. One number draws the framework and
the people, and one more each thing that is done, so that whatever draws the numbers can leave out any of them.
Dates are drawn from a few that matter (ends of months and fiscal years, 29 February) and their neighbours, so that
bounds meet.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.oracle.oracle import Doc, minus, plus_months

Action = dict[str, Any]

DAY = timedelta(days=1)
IDS = ("421", "179B", "T0001", "basics", "law.1", "a-b", "x_y", "0123", "NO", "12", "1e3", "Z", "b", "on", "2026-04-01")
UNITS = (
    "総務部",
    "総務部/職員課",
    "総務部/職員課/人材育成係",
    "総務部/職員課/人材育成係/第一班",
    "総務部/総務課",
    "総務部2",
    "総務部2/庶務課",
    "企画部",
    "企画部/庶務課",
    "企画部/庶務課/総務係",
    "Z/A",
    "Z/A/B",
)
STAFF = ("00012345", "12345", "A-1", "0", "z_9", "00012346")
FAMILIES = ("事務", "ICT", "土木")
GRADES = ("主事", "主任", "係長")
OUTCOMES = ("completed", "attended", "failed", "absent", "withdrawn", "exempt")
DEEDS = (
    *["assign"] * 6,
    *["unassign"] * 2,
    *["edit_staff"] * 3,
    *["transfer"] * 3,
    *["leave", "rejoin", "correct_joined"],
    *["record_training"] * 9,
    *["record_certification"] * 7,
    *["revoke"] * 2,
    *["assess"] * 3,
    *["waive"] * 2,
    *["enrol"] * 2,
    *["retract"] * 2,
)


@dataclass
class World:
    roles: Doc
    trainings: Doc
    actions: list[Action]
    days: list[date] = field(default_factory=list)  # the days that matter here


class Draw:
    """The random choices, in words."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def one(self, things: Any) -> Any:
        return things[self.random.randrange(len(things))]

    def some(self, things: Any, low: int, high: int) -> list[Any]:
        """Between ``low`` and ``high`` different ones, as far as there are that many."""
        pool = list(things)
        return [pool.pop(self.random.randrange(len(pool))) for _ in range(min(self.number(low, high), len(pool)))]

    def day(self, days: list[date]) -> date:
        chosen: date = self.one(days) + self.one([-1, 0, 0, 0, 0, 1]) * DAY
        return chosen

    def from_to(self, days: list[date]) -> tuple[date, date]:
        first, last = sorted([self.day(days), self.day(days)])
        return first, last

    def length(self) -> str:
        return str(self.one(["0d", "1d", "30d", "90d", "2w", "1m", "6m", "12m", "1y", "2y", "fiscal-year-end"]))

    def effective(self, thing: Doc, days: list[date], chance: float) -> Doc:
        """With some chance in effect only from, until or between days."""
        if self.maybe(chance):
            first, last = self.from_to(days)
            if self.maybe(0.7):
                thing["effective_from"] = first
            if self.maybe(0.4):
                thing["effective_until"] = last
        return thing


def draw_world(seed: int, deeds: list[int] | None = None) -> World:
    """The world of a seed; ``deeds`` draw what is done in it, by default as many as the seed says."""
    draw = Draw(Random(seed))
    start = draw.one(["04-01", "04-01", "01-01", "10-01", "07-15", "03-01", "12-31", "02-28"])
    days = draw_days(draw, start)
    trainings = draw_trainings(draw)
    roles = draw_roles(draw, days, trainings, start)
    world = World(roles, trainings, [], days)
    people = draw_people(draw, world)
    for deed in deeds if deeds is not None else [seed * 1000 + n for n in range(draw.number(5, 40))]:
        one = Draw(Random(deed))
        world.actions.append(draw_action(one, world, one.one(DEEDS), one.one(people)))
    return world


def draw_days(draw: Draw, start: str) -> list[date]:
    month, day = map(int, start.split("-"))
    pool = [date(year, month, day) + shift * DAY for year in (2024, 2025, 2026) for shift in (-1, 0)]
    pool += [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2024, 1, 31), date(2025, 8, 31)]
    pool += [date(2025, 3, 31), date(2025, 12, 31), date(2026, 6, 30)]
    for _ in range(8):
        year, month = draw.number(2024, 2026), draw.number(1, 12)
        pool.append(date(year, month, draw.one([1, 15, monthrange(year, month)[1]])))
    return sorted(set(draw.some(pool, 6, 12)))


# ── The framework ────────────────────────────────────────────────────────────────────────────────────────────────────


def draw_validity(draw: Draw) -> Doc | None:
    kind = draw.one(["none", "months", "months", "renew", "renew", "days", "fiscal_year_end", "year_end"])
    if kind == "none":
        return None
    if kind in ("months", "renew"):
        validity: Doc = {"months": draw.one([1, 3, 6, 12, 24, 36])}
        if kind == "renew":
            validity |= {"renew": "from-expiry", "window": draw.one(["10d", "4w", "2m", "6m", "1y"])}
        return validity
    return {kind: draw.one([1, 30, 365]) if kind == "days" else draw.number(0, 2)}


def draw_items(draw: Draw, ids: list[str], domains: list[str], skills: list[Doc]) -> list[Doc]:
    items: list[Doc] = []
    for one in ids:
        item: Doc = {"id": one, "name": f"name of {one}"}
        if draw.maybe(0.8):
            item["domain"] = draw.one(domains)
        validity = draw_validity(draw)
        if validity is not None:
            item["validity"] = validity
        if draw.maybe(0.4):
            granted = draw.some(skills, 1, 2)
            item["grants"] = [
                {"skill": skill["id"], "level": draw.number(1, len(skill["levels"]))} for skill in granted
            ]
        if items and draw.maybe(0.4):
            item["satisfies"] = [other["id"] for other in draw.some(items, 1, 2)]
        items.append(item)
    return items


def draw_trainings(draw: Draw) -> Doc:
    domains = draw.some(["ict", "administrative", "A1", "z"], 2, 4)
    skills: list[Doc] = []
    for one in draw.some(IDS, 1, 3):
        skill: Doc = {
            "id": one,
            "name": {"ja": "技能", "en": f"Skill {one}"},
            "levels": ["一", "二", "三"][: draw.number(1, 3)],
        }
        if draw.maybe(0.8):
            skill["domain"] = draw.one(domains)
        skills.append(skill)
    trainings = draw_items(draw, draw.some(IDS, 2, 5), domains, skills)
    for training in trainings:
        if draw.maybe(0.4):
            training["pass_score"] = 40
    return {
        "schema": "dxskills/trainings/1",
        "domains": [{"id": one, "name": one} for one in domains],
        "skills": skills,
        "trainings": trainings,
        "certifications": draw_items(draw, draw.some(IDS, 2, 4), domains, skills),
    }


def draw_alternative(draw: Draw, trainings: Doc) -> Doc:
    kind = draw.one(["training", "training", "certification", "certification", "skill"])
    if kind == "skill":
        skill = draw.one(trainings["skills"])
        return {"skill": skill["id"], "level": draw.number(1, len(skill["levels"]))}
    return {kind: draw.one(trainings[f"{kind}s"])["id"]}


def draw_requirement(draw: Draw, name: str, days: list[date], trainings: Doc, functions: list[str]) -> Doc:
    requirement: Doc = {"id": name}
    if draw.maybe(0.4):
        alternatives: list[Doc] = []
        for _ in range(draw.number(2, 4)):
            alternative = draw_alternative(draw, trainings)
            if alternative not in alternatives:
                alternatives.append(alternative)
        requirement["any_of"] = alternatives
        if draw.maybe(0.6):
            requirement["at_least"] = draw.number(1, len(alternatives))
    else:
        requirement |= draw_alternative(draw, trainings)
    if draw.maybe(0.35):
        requirement["cycle"] = {"every": "fiscal-year"}
        if draw.maybe(0.6):
            requirement["cycle"]["by"] = draw.one(["12-31", "03-31", "04-01", "01-01", "09-30", "02-28", "07-15"])
    if draw.maybe(0.5):
        requirement["within"] = draw.length()
    if draw.maybe(0.25):
        requirement["necessity"] = draw.one(["recommended", "recommended", "mandatory"])
    if functions and draw.maybe(0.6):
        requirement["functions"] = draw.some(functions, 1, len(functions))
    return draw.effective(requirement, days, 0.25)


def draw_where(draw: Draw, appointments: list[Doc]) -> Doc:
    where: Doc = {}
    for key in draw.some(["manager", "unit", "appointment", "job_family", "grade"], 1, 2):
        if key == "manager":
            where[key] = draw.maybe(0.7)
        elif key == "unit":
            where[key] = draw.some(UNITS, 1, 3)
        elif key == "appointment":
            where[key] = [one["id"] for one in draw.some(appointments, 1, 2)]
        else:
            where[key] = draw.some(FAMILIES if key == "job_family" else GRADES, 1, 2)
    return where


def draw_role(draw: Draw, name: str, days: list[date], trainings: Doc, common: Doc) -> Doc:
    role: Doc = {"id": name, "name": f"role {name}"}
    functions = draw.some(["policy", "421", "b"], 0, 3)
    if functions:
        role["functions"] = [{"id": one, "name": one} for one in functions]
    membership = draw.one(["assigned", "assigned", "assigned", "everyone", "where"])
    if membership == "assigned":
        draw_assigned_role(draw, role, common)
    else:
        where = {"where": draw_where(draw, common["appointments"])}
        role["membership"] = where if membership == "where" else membership
    names = draw.some(["q1", "q2", "179B", "B", "0"], 0 if draw.maybe(0.1) else 1, 4)
    role["requirements"] = [draw_requirement(draw, one, days, trainings, functions) for one in names]
    return draw.effective(role, days, 0.2)


def draw_assigned_role(draw: Draw, role: Doc, common: Doc) -> None:
    if draw.maybe(0.7):
        role["membership"] = "assigned"
    if draw.maybe(0.3):
        role["placement"] = {"units": draw.some(UNITS, 1, 3)}
    elif draw.maybe(0.3):
        role["placement"] = {"units": "any"}
    if draw.maybe(0.6):
        role["moves_with_person"] = draw.maybe(0.5)
    if draw.maybe(0.3):
        allowed = [one["id"] for one in draw.some(common["appointments"], 1, 2)]
        role["acquisition"] = [{"route": "internal-development", "appointments": allowed}]
    per = draw.some(["organisation", *common["organisation"]["unit_levels"]], 0, 2)
    if per:
        role["staffing"] = [{"per": one, "min": draw.number(1, 2)} for one in per]


def draw_roles(draw: Draw, days: list[date], trainings: Doc, start: str) -> Doc:
    common: Doc = {
        "schema": "dxskills/roles/1",
        "organisation": {
            "id": "office",
            "name": {"ja": "役所", "en": "Office"},
            "fiscal_year_start": start,
            "unit_levels": ["部", "課", "係", "班"][: draw.number(1, 4)],
        },
        "appointments": [
            {"id": "regular", "name": "一般職員"},
            {"id": "fiscal-year", "name": "会計年度", "term": {"fiscal_years": draw.number(1, 2)}},
            {"id": "0123", "name": "任期付", "term": {"months": draw.one([1, 6, 12, 18, 36])}},
        ],
        "categories": [{"id": "talent", "name": "人材"}],
    }
    if common["organisation"]["fiscal_year_start"] == "04-01" and draw.maybe(0.5):
        del common["organisation"]["fiscal_year_start"]
    names = draw.some(["leader", "everybody", "179B", "Chief", "0123"], 1, 4)
    common["roles"] = [draw_role(draw, one, days, trainings, common) for one in names]
    return common


# ── What people do ───────────────────────────────────────────────────────────────────────────────────────────────────


def draw_attributes(draw: Draw, world: World, low: int) -> Doc:
    keys = draw.some(["unit", "unit", "appointment", "job_family", "grade", "manager"], low, 5)
    appointments = [one["id"] for one in world.roles["appointments"]]
    pools = {
        "unit": UNITS,
        "appointment": appointments,
        "job_family": FAMILIES,
        "grade": GRADES,
        "manager": [True, False],
    }
    return {key: draw.one(pools[key]) for key in sorted(set(keys))}


def draw_people(draw: Draw, world: World) -> list[str]:
    people = draw.some(STAFF, 1, 4)
    for staff in people:
        action = {"do": "add_staff", "staff": staff, "name": f"氏名 {staff}", "joined": draw.day(world.days[:6])}
        world.actions.append(action | draw_attributes(draw, world, 3))
    return people


def draw_action(draw: Draw, world: World, kind: str, staff: str) -> Action:
    """One thing to do; whether it is legal is the registry's to say, and the oracle's."""
    days = world.days
    action: Action = {"do": kind, "staff": staff}
    roles = world.roles["roles"]
    assigned = [role for role in roles if role.get("membership", "assigned") == "assigned"]
    if kind == "assign":
        action |= {"role": draw.one(assigned or roles)["id"], "start": draw.day(days)}
        if draw.maybe(0.5):
            action["unit"] = draw.one(UNITS)
        if draw.maybe(0.3):
            action["end"] = action["start"] + draw.one([0, 1, 30, 90, 400]) * DAY
        if draw.maybe(0.5):
            action["exception"] = "because"
    elif kind == "unassign":
        action |= {"role": draw.one(assigned or roles)["id"], "on": draw.day(days)}
        if draw.maybe(0.3):
            action["unit"] = draw.one(UNITS)
    elif kind == "edit_staff":
        action |= {"on": draw.day(days)} | draw_attributes(draw, world, 1)
    elif kind == "transfer":
        action |= {"on": draw.day(days), "unit": draw.one(UNITS)}
    elif kind == "leave":
        action |= {"on": draw.day(days)}
    elif kind in ("rejoin", "correct_joined"):
        action |= {"joined": draw.day(days)}
    elif kind == "retract":
        action |= {"which": draw.random.random()}
    else:
        draw_record(draw, world, kind, action)
    return action


def draw_record(draw: Draw, world: World, kind: str, action: Action) -> None:
    days, documents = world.days, world.trainings
    if kind in ("record_training", "enrol"):
        action |= {"training": draw_item(draw, world, "training"), "on": draw.day(days)}
        if kind == "record_training":
            draw_renewal(draw, world, action, "training")
            if draw.maybe(0.25):
                action["outcome"] = draw.one(OUTCOMES)
            if draw.maybe(0.3):
                action["score"] = draw.one([0, 39, 39.5, 40, 100])
            if draw.maybe(0.2):
                action["end"] = action["on"] + draw.one([0, 1, 40]) * DAY
    elif kind in ("record_certification", "revoke"):
        action |= {"certification": draw_item(draw, world, "certification"), "on": draw.day(days)}
        if kind == "record_certification":
            draw_renewal(draw, world, action, "certification")
        if kind == "record_certification" and draw.maybe(0.2):
            action["expires_on"] = action["on"] + draw.one([0, 1, 90, 91, 500]) * DAY
    elif kind == "assess":
        skill = draw.one(documents["skills"])
        action |= {"skill": skill["id"], "level": draw.number(1, len(skill["levels"])), "on": draw.day(days)}
    else:
        role = draw.one([role for role in world.roles["roles"] if role["requirements"]] or world.roles["roles"])
        first, last = draw.from_to(days)
        name = draw.one(role["requirements"])["id"] if role["requirements"] else "none"
        action |= {"requirement": f"{role['id']}/{name}", "start": first, "until": last}


def draw_renewal(draw: Draw, world: World, action: Action, kind: str) -> None:
    """Often makes of a record the renewal of an earlier one, at one end of the window in which it runs on."""
    before = [
        one
        for one in world.actions
        if (one["do"], one["staff"]) == (action["do"], action["staff"]) and one[kind] == action[kind]
    ]
    (item,) = (item for item in world.trainings[f"{kind}s"] if item["id"] == action[kind])
    if before and "renew" in item.get("validity", {}) and draw.maybe(0.6):
        first = draw.one(before)
        lapsed = plus_months(first.get("end", first["on"]), item["validity"]["months"])
        opens = minus(lapsed, item["validity"]["window"])
        action["on"] = draw.one([opens - DAY, opens, opens, lapsed - DAY, lapsed])


def draw_item(draw: Draw, world: World, kind: str) -> str:
    """Mostly one that some requirement asks for."""
    asked = [
        alternative[kind]
        for role in world.roles["roles"]
        for requirement in role["requirements"]
        for alternative in requirement.get("any_of", [requirement])
        if kind in alternative
    ]
    chosen: str = draw.one(asked if asked and draw.maybe(0.6) else [item["id"] for item in world.trainings[f"{kind}s"]])
    return chosen
