"""The rule of a county's teams and that of committees, as far as tests need them."""

from __future__ import annotations

from engine.domain.composition import Composition, Rule, Who
from engine.domain.roster import TeamKind
from engine.errors import Text

LAW = "law:人民调解法第八条"
QUALIFIED = Rule(
    code="qualified",
    title=Text("符合条件的专职调解员", "qualified full-time mediators"),
    who=Who(full_time=True, industry=True, qualifications=frozenset({"legal"})),
    least=2,
    source="county",
)
RULE = Composition(
    code="team",
    title=Text("团队", "Team"),
    source="county",
    least=3,
    most=6,
    rules=(QUALIFIED,),
    roster=frozenset({TeamKind.TEAM}),
)
COMMITTEE = Composition(
    code="committee",
    title=Text("人民调解委员会", "Committee"),
    source=LAW,
    least=3,
    most=9,
    rules=(Rule(code="women", title=Text("女性委员", "women"), who=Who(represents=frozenset({"woman"})), least=1, source=LAW),),
    roster=frozenset({TeamKind.COMMITTEE}),
    term_years=3,
)
