"""Takes lawful and unlawful steps in any order, at any moment, by anyone, and holds each to the law's ban.

The machine starts from a concluded assessment; the ban it compares with knows only the law (ban.py).
"""

from collections import Counter
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine
from sqlmodel import Session

from huisverbod import chain, documents
from huisverbod.advance import Act, advance, asked_of, catch_up, locked
from huisverbod.case import find, stages_of
from huisverbod.errors import HuisverbodError
from huisverbod.known import CLOCK, Actor, ContactBan
from huisverbod.law import ZONE
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.any_order.ban import LegalBan
from tests.builders import MOMENT, a_concluded_assessment, a_household, an_actor, facts_for

STARTS = (
    MOMENT.astimezone(UTC),
    datetime(2026, 3, 18, 21, 50, tzinfo=UTC),
    datetime(2026, 3, 28, 22, 5, tzinfo=UTC),
    datetime(2026, 10, 14, 20, 50, tzinfo=UTC),
    datetime(2026, 10, 24, 21, 30, tzinfo=UTC),
)
"""A plain evening, ten days before the clock goes forward and back, and the nights before it does."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WAITS = (MINUTE, 20 * MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY, 9 * DAY, 11 * DAY, 19 * DAY)
HEARD = [("imposition.hear", 10)]
IMPOSED = [*HEARD, ("imposition.propose", 20), ("imposition.impose", 20)]
SERVED = [*IMPOSED, ("execution.serve", 60)]
ORAL = [*HEARD, ("imposition.impose_orally", 30)]
DRAFTED = [*SERVED, ("execution.propose_extension", 5 * 24 * 60)]
BEGINNINGS: dict[str, list[tuple[str, int]]] = {
    "assessed": [],
    "heard": HEARD,
    "proposed": IMPOSED[:-1],
    "imposed": IMPOSED,
    "not found": [*IMPOSED, ("execution.record_attempt", 300)],
    "served": SERVED,
    "oral": ORAL,
    "written": [*ORAL, ("imposition.propose_written", 120), ("imposition.put_in_writing", 30)],
    "drafted": DRAFTED,
    "decided": [*DRAFTED, ("execution.extend", 60)],
    "extended": [*DRAFTED, ("execution.extend", 60), ("execution.announce_extension", 60)],
    "suspended": [*SERVED, ("court.request", 600), ("court.rule_suspended", 3 * 24 * 60)],
    "suspended until": [*SERVED, ("court.request", 600), ("court.rule_suspended until", 24 * 60)],
    "amending": [*SERVED, ("execution.propose_amendment", 24 * 60), ("execution.amend", 60)],
    "withdrawing": [
        *SERVED,
        ("execution.propose_withdrawal", 24 * 60),
        ("execution.tell_of_withdrawal", 10),
    ],
    "withdrawn": [
        *SERVED,
        ("court.request", 600),
        ("execution.propose_withdrawal", 24 * 60),
        ("execution.tell_of_withdrawal", 10),
        ("execution.withdraw", 120),
    ],
    "annulled": [
        *SERVED,
        ("court.request", 600),
        ("court.rule_annulled", 24 * 60),
        ("court.appeal_further", 600),
    ],
}
"""Where a run begins: a concluded assessment and these steps, each so many minutes after the one before."""
MAIN_ROAD = {
    "imposition.impose", "imposition.impose_orally", "execution.serve", "execution.deposit",
    "execution.extend", "execution.announce_extension", "execution.withdraw",
    "court.rule_withdrawal_annulled", "court.rule_annulment_reversed",
}  # fmt: skip
"""What must be tried more often than the many ways to note something down."""
RARE_ROAD = (
    "court.request", "court.rule_suspended", "court.rule_suspended", "court.rule_partly_annulled",
    "court.lift_suspension", "execution.propose_amendment", "execution.amend", "execution.announce_amendment",
)  # fmt: skip
"""What changes for a while whether a ban binds, or for whom."""
RUNNING = {"running", "extension_decided", "extended", "suspended", "suspended_extended"}
taken, refused = Counter[str](), Counter[str]()


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class AnyOrder(RuleBasedStateMachine):
    """One case and the ban it should be; `engine` and `rulebook` are set by the test."""

    engine: Engine
    rulebook: Rulebook
    prepared: ClassVar[dict[tuple[Engine, datetime, str], tuple[str, datetime, LegalBan]]] = {}

    @initialize(
        start=some.sampled_from(STARTS),
        beginning=some.sampled_from(sorted(BEGINNINGS)),
        doubt=some.integers(0, 5),
    )
    def begin(self, start: datetime, beginning: str, doubt: int) -> None:
        key = (self.engine, start, beginning)
        self.start = start
        if key not in self.prepared:
            self.prepared[key] = self._prepared(BEGINNINGS[beginning])
        self.number, self.now, law = self.prepared[key]
        self.law = deepcopy(law)
        self.session = Session(self.engine, expire_on_commit=False)
        self.seen = self._seen()
        self.corrected = doubt < 5  # in one run of six the birth date turns out to be another
        self.known_at: tuple[int, datetime] | None = None

    def _prepared(self, steps: list[tuple[str, int]]) -> tuple[str, datetime, LegalBan]:
        """A case with these steps, made once for each database; a run that goes on with it is undone."""
        self.law, self.now = LegalBan(born_on=date(1988, 3, 14)), self.start + 100 * MINUTE
        with Session(self.engine, expire_on_commit=False) as self.session, self.session.begin():
            self.number = a_concluded_assessment(self.session, self.rulebook, self.start)
            for step, minutes in steps:
                self.now += minutes * MINUTE
                step, _, until = step.partition(" ")
                _, rules = self.rulebook.current.procedure.step(step)
                changes: dict[str, Any] = {"until": (self.now + 2 * DAY).isoformat()} if until else {}
                if step == "execution.propose_extension":
                    changes = {"until": self.law.latest_end.isoformat()}
                assert self._act(step, rules.by[0], self.now, changes), step
        return self.number, self.now, self.law

    def teardown(self) -> None:
        if hasattr(self, "session"):
            try:
                assert not list(chain.faults(self.session, find(self.session, self.number)))
            finally:
                self.session.rollback()
                self.session.close()

    # What can be done

    @rule(
        wait=some.sampled_from((*WAITS, "first_end", "latest_end", "end")), by=some.sampled_from((-1, 0, 1))
    )
    def time_passes(self, wait: timedelta | str, by: int) -> None:
        """For a while, or until a minute before or after one of the ends of the ban."""
        until = getattr(self.law, wait) if isinstance(wait, str) else self.now + wait
        self.now = max(self.now, until + by * MINUTE) if until else self.now

    @precondition(lambda self: not self.corrected)
    @rule(born=some.sampled_from(("too late", "soon", "unknown")))
    def the_birth_date_is_corrected(self, born: str) -> None:
        """A minor for years, of age three days after the start, or unknown: once in a run."""
        self.corrected = True
        day = self.start.astimezone(ZONE).date()
        soon = (day + 3 * DAY).replace(year=day.year - 18)
        born_on = {"too late": day.replace(year=day.year - 15), "soon": soon}.get(born)
        people = a_household(refs=True, born_on=born_on.isoformat() if born_on else None)
        self._act("request.add_people", Role.MUNICIPAL_OFFICER, self.now, {"people": people})

    @rule(
        step=some.sampled_from(sorted(MAIN_ROAD)),
        who=some.integers(0, 2),
        late=some.sampled_from((0, 0, 30)),
        variant=some.integers(0, 11),
    )
    def the_case_goes_on(self, step: str, who: int, late: int, variant: int) -> None:
        """One of the steps that matter most, by one who may."""
        by = self.rulebook.current.procedure.step(step)[1].by
        at = max(self.start + 95 * MINUTE, self.now - late * MINUTE)
        self._act(step, by[who % len(by)], at, self._facts(step, at, variant))

    @rule(step=some.sampled_from(RARE_ROAD), late=some.sampled_from((0, 0, 30)), variant=some.integers(0, 11))
    def court_or_mayor_changes_it(self, step: str, late: int, variant: int) -> None:
        """A suspension, until a moment or not, a part annulled, or an amendment, by one who may."""
        by = self.rulebook.current.procedure.step(step)[1].by
        at = max(self.start + 95 * MINUTE, self.now - late * MINUTE)
        self._act(step, by[variant % len(by)], at, self._facts(step, at, variant))

    @rule(
        number=some.integers(0, 199),
        who=some.integers(0, 9),
        late=some.sampled_from((0, 0, 0, 1, 40, 300)),
        variant=some.integers(0, 11),
    )
    def someone_acts(self, number: int, who: int, late: int, variant: int) -> None:
        """A step that is open where the case stands, mostly by who may."""
        self.try_one(number, who, late, variant, self._states())

    @rule(
        number=some.integers(0, 199),
        who=some.integers(0, 19),
        late=some.sampled_from((0, 40, 5000)),
        variant=some.integers(0, 11),
    )
    def anyone_tries_anything(self, number: int, who: int, late: int, variant: int) -> None:
        self.try_one(number, who, late, variant, None)

    def try_one(self, number: int, who: int, late: int, variant: int, states: dict[str, str] | None) -> None:
        steps = [
            (f"{stage.name}.{step.name}", step)
            for stage, step in self.rulebook.current.procedure.steps()
            if states is None or states.get(stage.name) in step.origins
        ]
        name, step = steps[number % len(steps)]
        role = list(Role)[who % len(Role)] if who > 7 else step.by[who % len(step.by)]
        at = max(self.start + 95 * MINUTE, self.now - late * MINUTE)
        self._act(name, role, at, self._facts(name, at, variant))

    def _facts(self, step: str, at: datetime, variant: int) -> dict[str, Any]:
        """What is stated differently with a step; the likely variants come first and more than once."""
        if step == "imposition.propose":
            return {"child_abuse": variant > 7}
        if step == "imposition.impose_orally":
            decider = (Role.MAYOR, Role.HOVJ, Role.MAYOR, Role.POLICE)[variant % 4]
            decided_at = at - (10, 60, -5)[variant % 3] * MINUTE
            named = f"{decider}:{self._someone(decider, at).name}"
            return {"decided_by": named, "decided_at": decided_at.isoformat(), "child_abuse": variant > 8}
        if step == "execution.propose_extension":
            until = (self.law.first_end or at) + (18, 1, 10, 17, 19, 30)[variant % 6] * DAY
            fact = {"on": at.astimezone(ZONE).date().isoformat(), "text": "Weer dreiging", "source": "m 1"}
            return {"until": until.isoformat(), "facts": [fact]}
        if step == "execution.propose_withdrawal":
            return {"effective_planned": (at + (0, 1, 48, -2)[variant % 4] * HOUR).isoformat()}
        return self._rare_facts(step, at, variant)

    def _rare_facts(self, step: str, at: datetime, variant: int) -> dict[str, Any]:
        if step == "court.rule_suspended":
            hours = (None, 2, 30, 120, None, 600, -1)[variant % 7]
            return {"until": (at + hours * HOUR).isoformat() if hours else None}
        if step == "court.rule_partly_annulled":
            names = (["p3"], ["p2"], ["p3"], ["p2", "p3"], [], ["p9"])[variant % 6]
            return {"names": names, "contact_exceptions": "" if names else "Bellen met het kind"}
        if step == "execution.propose_amendment":
            names = (["p2"], ["p3"], ["p2", "p3"], [])[variant % 4]
            return {"contact_ban": names, "contact_exceptions": f"Begeleid, {variant} uur per week"}
        return {}

    # How it is done

    def _act(self, step: str, role: Role, at: datetime, changes: dict[str, Any]) -> bool:
        """Tries a step, and holds what came of it to the law."""
        facts = facts_for(step, at, **changes)
        allowed = self._allowed(step, role, at, facts)
        if not self._attempt(step, role, at, **changes):
            return False
        assert allowed is not False, f"{step} door {role} op {at} is aanvaard; de wet staat het niet toe"
        self._took(step, at, facts)
        return True

    def _someone(self, role: Role, at: datetime) -> Actor:
        return CLOCK if role == Role.CLOCK else an_actor(role, on=at.date())

    def _attempt(self, step: str, role: Role, at: datetime, **changes: Any) -> bool:
        """Whether the door accepts; a refusal leaves the case as it was."""
        facts = facts_for(step, at, **changes)
        _, rules = self.rulebook.current.procedure.step(step)
        if rules.signs:
            drafts = documents.current_drafts(self.session, find(self.session, self.number))
            facts["shown_sha256"] = drafts.get(rules.document or "", "")
            facts["accepted"] = list(rules.warns)
        try:
            with self.session.begin_nested():
                advance(
                    self.session,
                    self.rulebook,
                    self.number,
                    self._entered(step, role, at, facts),
                )
        except HuisverbodError:
            refused[step] += 1
            assert self._seen() == self.seen
            return False
        taken[step] += 1
        self.seen = self._seen()
        return True

    def _entered(self, step: str, role: Role, at: datetime, facts: dict[str, Any]) -> Act:
        """As it comes from a form: on the Dutch clock, or in UTC."""
        zone = ZONE if at.minute % 2 else UTC
        return Act(step, self._someone(role, at), at.astimezone(zone), self.now.astimezone(zone), facts)

    def _seen(self) -> tuple[Any, ...]:
        self.session.expire_all()
        case = find(self.session, self.number)
        states = {name: row.state for name, row in stages_of(self.session, case).items()}
        return case.events_count, case.version, case.head, case.due_at, case.closed_at, states

    # What the law says of it

    def _allowed(self, step: str, role: Role, at: datetime, facts: dict[str, Any]) -> bool | None:
        """Whether the law allows it; nothing where the law has no say."""
        law = self.law
        if step == "imposition.impose_orally":
            decided_at = instant(facts["decided_at"])
            decider = facts["decided_by"].partition(":")[0]
            return law.may_impose_orally(decider, decided_at, at, facts["child_abuse"])
        asked = {
            "imposition.impose": lambda: law.may_impose(role, at),
            "execution.serve": lambda: law.may_serve(at, deposit=False),
            "execution.deposit": lambda: law.may_serve(at, deposit=True),
            "execution.extend": lambda: law.may_extend(role, at),
            "execution.announce_extension": lambda: law.may_announce(at),
            "execution.announce_extension_suspended": lambda: law.may_announce(at),
            "execution.withdraw": lambda: law.may_withdraw(role),
            "court.rule_partly_annulled": lambda: law.may_annul_part(frozenset(facts["names"])),
            "court.rule_suspended": lambda: not facts.get("until") or instant(facts["until"]) > at,
            "execution.amend": lambda: law.may_amend(role),
            "enforcement.report_violation": lambda: law.binds(at),
            "execution.expire": lambda: False,
        }
        return asked[step]() if step in asked else None

    def _took(self, step: str, at: datetime, facts: dict[str, Any]) -> None:
        """What the ban becomes by a step that was accepted."""
        name = step.replace(".", "_")
        if hasattr(self, f"_{name}"):
            getattr(self, f"_{name}")(at, facts)

    def _request_add_people(self, at: datetime, facts: dict[str, Any]) -> None:
        born_on = facts["people"][0]["born_on"]
        self.law.born_on = date.fromisoformat(born_on) if born_on else None

    def _imposition_hear(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.heard.append(at)

    _imposition_skip_hearing = _imposition_hear

    def _imposition_consult_veilig_thuis(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.consulted.append(at)

    def _imposition_propose(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.drafted, self.law.child_abuse = True, facts["child_abuse"]
        self.law.stated_names = frozenset(facts["contact_ban"])

    def _imposition_propose_written(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.stated_names = frozenset(facts["contact_ban"])

    def _imposition_decline(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.declined = True

    def _imposition_impose(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.decided_at = at

    def _imposition_impose_orally(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.decided_at, self.law.begins_at = instant(facts["decided_at"]), at
        self.law.stated_names = frozenset(facts["contact_ban"])

    def _execution_record_attempt(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.attempts += 1

    def _execution_serve(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.begins_at = at

    _execution_deposit = _execution_serve

    def _execution_propose_extension(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.extension_drafts.append(instant(facts["until"]))

    def _execution_extend(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.extension_decided_at, self.law.extension_until = at, self.law.extension_drafts[-1]

    def _execution_announce_extension(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.announced_at = at

    def _execution_propose_withdrawal(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.withdrawal_drafts.append(instant(facts["effective_planned"]))

    def _execution_withdraw(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.withdraw(max(at, self.law.withdrawal_drafts[-1]))

    _execution_announce_extension_suspended = _execution_announce_extension

    def _court_rule_suspended(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.suspend(at, instant(facts["until"]) if facts.get("until") else None)

    def _execution_propose_amendment(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.amendment_drafts.append(frozenset(facts["contact_ban"]))

    def _execution_amend(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.amendments.append(self.law.amendment_drafts[-1])

    def _execution_announce_amendment(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.announce_amendment(at)

    def _court_lift_suspension(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.resume(at)

    _court_rule_dismissed = _court_drop = _court_condition_failed = _court_lift_suspension

    def _court_rule_partly_annulled(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.resume(at)
        self.law.annul_part(at, frozenset(facts["names"]))

    def _court_rule_annulled(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.resume(at)
        self.law.annul(at)

    def _court_rule_annulled_from(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.resume(at)
        self.law.annul_from(instant(facts["until"]))

    def _court_rule_extension_annulled(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.resume(at)
        self.law.annul_extension(at)

    def _court_rule_withdrawal_annulled(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.undo("withdrawals", at)

    def _court_rule_annulment_reversed(self, at: datetime, facts: dict[str, Any]) -> None:
        self.law.reverse(at)

    # What is so after every step

    def _states(self) -> dict[str, str]:
        return dict(self.seen[-1])

    @invariant()
    def it_binds_when_the_law_says_so(self) -> None:
        if not hasattr(self, "law"):
            return
        case = locked(self.session, self.number)
        taken["execution.expire"] += catch_up(self.session, self.rulebook, case, self.now)
        if self.known_at == (case.version, self.now):
            return
        self.known_at, self.seen = (case.version, self.now), self._seen()
        asked = asked_of(self.session, self.rulebook, case, CLOCK, self.now)
        ban, law = asked.known.ban(asked.terms), self.law
        self._check_names(asked.known.contact_ban)
        ends = [end for end in (law.begins_at, law.first_end, law.latest_end, law.end, law.ended_at) if end]
        ends += [end for one in law.suspended for end in one if end]
        for at in (self.now, *(end + step * MINUTE for end in ends for step in (-1, 0, 1))):
            assert bool(ban and ban.in_force(at)) == law.binds(at), at
        if ban:
            assert ban.over_at <= law.latest_end
            state = asked.known.states["execution"]
            over = law.over(self.now) or state == "withdrawn"  # it binds until the hour in the withdrawal
            assert (state in RUNNING) != over, (state, self.now)
            if state in RUNNING:
                assert state.startswith("suspended") == law.paused(self.now), (state, self.now)

    def _check_names(self, banned: ContactBan | None) -> None:
        """Wth 1(b): once decided, the names are those of the law, and there is always one."""
        if self.law.decided_at:
            assert banned and frozenset(banned.names) == self.law.names()
            assert banned.names
