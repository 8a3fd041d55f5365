"""What ships from the factory is sound: packs are checked, scenarios hold, rosters obey the counties' own rules."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from lxml import etree

from engine import bootstrap
from engine.bpmn.attributes import ONEDOOR
from engine.domain import composition
from engine.domain.composition import Surroundings
from engine.domain.roster import Presence, Roster, Team
from engine.errors import Text
from engine.packs import compositions, disk, rows, schemas
from engine.packs.definition import define
from engine.packs.lineage import trace
from engine.packs.scenario import ScenarioRunner
from engine.rehearsal import Stage
from engine.settings import HOUSE, Settings

PACKS = disk.packs_in(HOUSE / "processes")
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAMS = sorted((HOUSE / "processes").glob("*/*.bpmn"))
SCENARIOS = sorted((HOUSE / "processes").glob("*/scenarios/*.yaml"))
CONFIGURED = [
    (kind, file)
    for folder, kind in (("rosters", "roster"), ("jurisdictions", "jurisdictions"), ("calendars", "calendar"))
    for file in sorted((HOUSE / "config" / folder).glob("*.yaml"))
]
SETTINGS = Settings.read({})
DAY = date(2025, 6, 3)


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_is_clean(pack: str) -> None:
    """The check has nothing to say, not even a warning."""
    assert bootstrap.check_pack(SETTINGS, pack) == []


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_every_scenario_holds(file: Path, shipped: Stage) -> None:
    """Each example is true of the real use cases over the real store."""
    runner = ScenarioRunner(product_for=shipped.product_for)

    result = runner.run(file.name, file.read_bytes())

    assert [problem.message.en for problem in result.failures] == []


def test_a_scenario_that_is_wrong_fails(shipped: Stage) -> None:
    """The example of the telephone order, with one figure changed, is reported."""
    content = (HOUSE / "processes/longxi/scenarios/S08-order-by-telephone.yaml").read_bytes().replace(b"persons: 15", b"persons: 16", 1)
    runner = ScenarioRunner(product_for=shipped.product_for)

    result = runner.run("changed.yaml", content)

    assert [problem.message.en for problem in result.failures] == ["The figure persons should be 16 but is 15."]


@pytest.mark.parametrize(("kind", "file"), CONFIGURED, ids=lambda value: value.name if isinstance(value, Path) else value)
def test_configuration_satisfies_its_schema(kind: str, file: Path) -> None:
    """Rosters, jurisdictions and calendars hold nothing that their schema does not know."""
    schemas.read_checked(file.name, file.read_bytes(), kind)


def test_the_teams_of_longxi_obey_its_composition_rule() -> None:
    """All 16 teams are published, have three to six members and at least two who are qualified (LX-16)."""
    roster = _roster("longxi")
    definition = define(trace(disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", "longxi")).manifests)
    rule = compositions.compositions(definition)["team"]

    breaches = {team.code: composition.breaches(team, rule, _around(roster, team), DAY) for team in roster.teams}

    assert len(roster.teams) == 16
    assert all(team.published for team in roster.teams)
    assert {team: found for team, found in breaches.items() if found} == {}


def _around(roster: Roster, team: Team) -> Surroundings:
    return Surroundings(roster=roster, words=lambda _kind, code: Text(code, code), industry=team.industry)


def test_rosters_refer_to_what_they_hold() -> None:
    """Every unit, member, lead and post is there, and nobody has another's code, name or login."""
    for file in sorted((HOUSE / "config" / "rosters").glob("*.yaml")):
        roster = _roster(file.stem)
        units, people = {unit.code for unit in roster.units}, {person.code for person in roster.people}
        used = [*(p.unit for p in roster.people), *(p.unit for p in roster.posts), *(u.parent for u in roster.units)]
        used += [*(team.unit for team in roster.teams), *(turn.unit for turn in roster.turns)]
        named = [*(p.person for p in roster.posts), *(t.lead for t in roster.teams), *(m for t in roster.teams for m in t.members)]
        named += [*(turn.person for turn in roster.turns if turn.person), *(absence.person for absence in roster.absences)]
        logins = [person.login for person in roster.people if person.login]

        assert {unit for unit in used if unit} <= units
        assert set(named) <= people
        assert len({person.name for person in roster.people}) == len(people) == len(roster.people)
        assert len(set(logins)) == len(logins)
        assert all(team.lead in team.members for team in roster.teams)


def test_the_roster_of_yuyang_has_the_numbers_of_the_district() -> None:
    """5 resident and 16 rotating units, 21 areas, 13 industry bodies, 24 experts, 31 towns (YY-07, YY-08, YY-12, YY-13, YY-22)."""
    roster = _roster("yuyang")
    parameters = define(trace(disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", "yuyang")).manifests).parameters
    presence = {unit.code: unit.presence for unit in roster.units}
    pool = next(team for team in roster.teams if team.code == "yy-experts")
    categories = {category for code in pool.members for category in roster.by_person[code].categories}

    assert Counter(presence[code] for code in parameters["assessed_units"].value) == {Presence.RESIDENT: 5, Presence.ROTATING: 16}
    assert sum(unit.code.startswith("yy-room-") for unit in roster.units) == 21
    assert sum(unit.code.startswith("yy-c-") for unit in roster.units) == 13
    assert (len(pool.members), len(categories)) == (24, 5)
    assert sum(unit.kind == "town" and unit.jurisdiction.count(".") == 1 for unit in roster.units) == 31


def test_the_roster_of_suzhou_has_the_numbers_of_the_district() -> None:
    """11 resident departments with 102 people, 11 rotating ones with 24, 6 zones, 11 centres, 4 studios (SZ-06 to SZ-13, Annex B)."""
    roster = _roster("suzhou")
    departments = {unit.code: unit.presence for unit in roster.units if unit.kind == "department"}
    staff = Counter(departments[person.unit] for person in roster.people if person.unit in departments)
    kinds = {category for person in roster.people for category in person.categories}
    on_the_rota = {turn.unit for turn in roster.turns if turn.unit}

    assert Counter(departments.values())[Presence.RESIDENT] == Counter(departments.values())[Presence.ROTATING] == 11
    assert (staff[Presence.RESIDENT], staff[Presence.ROTATING]) == (102, 24)
    assert on_the_rota == {code for code, presence in departments.items() if presence is Presence.ROTATING}
    assert sum(unit.code.startswith("sz-z-") for unit in roster.units) == 6
    assert sum(unit.code.startswith("sz-c-") for unit in roster.units) == 11
    assert {"14", "10", "13", "01"} <= {kind for team in roster.teams if team.kind == "studio" for kind in team.dispute_types}
    assert kinds == {"judge", "officer", "lawyer", "professional", "retired", "law-society", "counsellor"}


def test_the_roster_of_longxi_has_the_numbers_of_the_county() -> None:
    """7 regular and 3 rotating windows with their days, 25 departments, 15 committees, two classes of talent (LX-05 to 07, 15, 17)."""
    roster = _roster("longxi")
    windows = Counter(unit.presence for unit in roster.units if unit.kind == "window")
    on_the_rota = {turn.unit for turn in roster.turns if turn.unit}
    kinds = {category for person in roster.people for category in person.categories}

    assert windows == {Presence.RESIDENT: 7, Presence.ROTATING: 3}
    assert on_the_rota == {unit.code for unit in roster.units if unit.presence is Presence.ROTATING}
    assert sum(unit.kind == "department" for unit in roster.units) == 25
    assert sum(unit.kind == "committee" for unit in roster.units) == 15
    assert kinds == {"court", "procurator", "justice", "lawyer", "invited", "consultant"}


@pytest.mark.parametrize("place", sorted(file.stem for file in (HOUSE / "config" / "rosters").glob("*.yaml")))
def test_every_place_has_a_director(place: str) -> None:
    """Province, cities and counties alike can publish their reports and keep their rosters: both belong to the director."""
    assert "R.DIRECTOR" in {post.role for post in _roster(place).posts}


@pytest.mark.parametrize("county", ["longxi", "yuyang", "suzhou"])
def test_somebody_holds_every_role_that_a_pack_requires(county: str) -> None:
    """The demo county can play every step, and a second person can release what the first has drawn."""
    manifest = yaml.safe_load((HOUSE / f"processes/{county}/pack.yaml").read_bytes())
    held = [post.role for post in _roster(county).posts]

    assert set(manifest["requires"]["roles"]) <= set(held)
    assert held.count("R.CONFIG") >= 2


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_every_gateway_that_chooses_has_a_default(file: Path) -> None:
    """No case can stop because no condition holds (6.26, no. 8)."""
    gateways = [each for each in _elements(file) if etree.QName(each).localname in ("exclusiveGateway", "inclusiveGateway")]

    without = [each.get("id") for each in gateways if len(each.findall("{*}outgoing")) > 1 and not each.get("default")]

    assert without == []


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_every_name_in_a_diagram_is_there_in_english_too(file: Path) -> None:
    """What is drawn can be read in both languages."""
    drawn = [each for each in _elements(file) if each.get("name") and etree.QName(each).namespace == BPMN]
    named = [each for each in drawn if etree.QName(each).localname != "message"]

    assert [each.get("id") for each in named if not each.get(f"{{{ONEDOOR}}}en")] == []


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_nothing_in_a_diagram_covers_another(file: Path) -> None:
    """Tasks, events and gateways stand apart; an event on the edge of an activity may touch it alone."""
    on_edge = {each.get("id"): each.get("attachedToRef") for each in _elements(file)}
    frames = {each.get("id") for each in _elements(file) if etree.QName(each).localname in ("participant", "lane", "subProcess")}
    drawn = [(shape.get("bpmnElement"), _corners(shape)) for shape in _elements(file) if etree.QName(shape).localname == "BPMNShape"]
    small = [(name, corners) for name, corners in drawn if name not in frames]

    covered = [
        (one, other)
        for (one, a), (other, b) in combinations(small, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] and on_edge.get(one) != other and on_edge.get(other) != one
    ]

    assert covered == []


@pytest.mark.parametrize("folder", ["processes", "forms", "config"])
def test_data_folders_hold_no_program(folder: str) -> None:
    """What a county may change holds no Python, neither as files nor inside diagrams."""
    texts = {file: file.read_text("utf-8") for file in (HOUSE / folder).rglob("*") if file.is_file()}

    assert [file for file in texts if file.suffix in {".py", ".pyc", ".js", ".sh"}] == []
    assert [file for file, text in texts.items() if "spiffworkflow" in text.lower() or 'scriptFormat="python"' in text.lower()] == []


def _elements(file: Path) -> list[etree._Element]:
    return [each for each in etree.fromstring(file.read_bytes()).iter() if isinstance(each.tag, str)]


def _corners(shape: etree._Element) -> tuple[float, float, float, float]:
    bounds = shape.find("{*}Bounds")
    assert bounds is not None
    x, y, width, height = (float(bounds.get(name, 0)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _roster(jurisdiction: str) -> Roster:
    file = HOUSE / "config" / "rosters" / f"{jurisdiction}.yaml"
    return rows.roster(schemas.read_checked(file.name, file.read_bytes(), "roster").value, jurisdiction)
