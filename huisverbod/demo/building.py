"""Makes the database of the demonstration: beside the old one, and swapped when it is whole."""

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from sqlite3 import DatabaseError, OperationalError, connect

from sqlalchemy.engine import make_url

from huisverbod import database
from huisverbod.accounts import PASSWORDS, Account
from huisverbod.demo import rota
from huisverbod.demo.cast import Cast, accounts, store
from huisverbod.demo.material import Planned, material
from huisverbod.demo.playing import play, read_old_messages
from huisverbod.demo.scene import Stage
from huisverbod.demo.staging import stories
from huisverbod.errors import Reason, Refused
from huisverbod.law import ZONE
from huisverbod.region import Region, load
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.workflow import read_folder, read_powers

PASSWORD = "huisverbod-demo-2026"  # noqa: S105
"""The password of every account of the demonstration; it opens nothing anywhere else."""

SECONDS_TO_WAIT = 1.0
NOT_A_FILE = (
    "De demonstratie heeft een eigen SQLite-bestand nodig. Zet HUISVERBOD_DATABASE op bijvoorbeeld "
    "sqlite:///.demo/huisverbod.sqlite."
)
NOT_OURS = (
    "In deze database staan gegevens die niet van de demonstratie zijn. Er is niets veranderd. "
    "Kies met HUISVERBOD_DATABASE een ander bestand."
)
IN_USE = "De demonstratie van een vorige dag draait nog. Stop die eerst, en start dan opnieuw."
NO_REGION = "De demonstratie speelt in vier verzonnen regio's. Regio '{}' ontbreekt of is niet verzonnen."


def prepare(
    settings: Settings,
    now: datetime,
    report: Callable[[str], None],
    chosen: Callable[[Planned], bool] = lambda planned: True,
) -> None:
    """Sees to it that the database holds the demonstration as of this day; `report` is told of each case.

    One made on the same Dutch day is kept, with what a visitor did in it. An older one is replaced by one
    that was built beside it, once that is whole. `chosen` says which cases of the plan to play.

    Raises:
        Refused: the address is no SQLite file, the database holds what is not the demonstration's or is in
            use, or a pilot region is missing.

    """
    path = _file(settings)
    rulebook = Rulebook.of(settings)
    people = _people(rulebook.regions)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        today = now.astimezone(ZONE).date()
        if _made_on(path, {account.login for account in people}) == _stamp(today):
            report("De demonstratie van vandaag staat klaar.")
            return
        _let_go(path)
        beside = path.with_name(f"{path.name}.in-aanbouw")
        _remove(beside)
        _build(beside, rulebook, people, now, report, chosen)
        _finish(beside, today)
        _let_go(path)
        beside.replace(path)


def who_is_who(settings: Settings | None = None) -> list[tuple[str, str, str, str]]:
    """Everyone in the demonstration: region, name, capacity with place, sign-in name. All have PASSWORD."""
    given = settings or Settings()
    regions = load(given.pilot_regions, read_powers(read_folder(given.workflows)))
    return [
        (
            regions[account.region].name,
            account.name,
            _capacity(regions[account.region], account),
            account.login,
        )
        for account in _people(regions)
    ]


def _capacity(region: Region, account: Account) -> str:
    label = Role(account.role).label
    return f"{label} {region.municipality(account.municipality).name}" if account.municipality else label


def _file(settings: Settings) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        raise Refused([Reason("demo_file", NOT_A_FILE)])
    return Path(str(url.database))


def _people(regions: Mapping[str, Region]) -> list[Account]:
    for key in material().plan:
        if key not in regions or not regions[key].fictional:
            raise Refused([Reason("demo_region", NO_REGION.format(key))])
    return accounts(regions)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two that start at the same moment take turns; the second finds what the first has made."""
    with path.with_name(f"{path.name}.slot").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stamp(day: date) -> int:
    """The day as a number such as 20261125: SQLite keeps one in the file itself (user_version)."""
    return int(f"{day:%Y%m%d}")


def _made_on(path: Path, logins: set[str]) -> int:
    """The stamp of the demonstration in this file; 0 when there is nothing in it."""
    if not path.exists():
        return 0
    try:
        with closing(connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            found = file.execute("PRAGMA user_version").fetchone()[0]
            tables = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"accounts", "cases"} <= tables:
                known, cases = set(), bool(tables)
            else:
                known = {row[0] for row in file.execute("SELECT login FROM accounts")}
                cases = file.execute("SELECT count(*) FROM cases").fetchone()[0] > 0
    except DatabaseError as fault:
        raise Refused([Reason("demo_database", NOT_OURS)]) from fault
    if known - logins or (not found and (known or cases)):
        raise Refused([Reason("demo_database", NOT_OURS)])
    return int(found)


def _build(
    path: Path,
    rulebook: Rulebook,
    people: list[Account],
    now: datetime,
    report: Callable[[str], None],
    chosen: Callable[[Planned], bool],
) -> None:
    engine = database.connect(f"sqlite:///{path}")
    try:
        database.migrate(engine)
        with database.writing(engine) as session:
            store(session, people, PASSWORDS.hash(PASSWORD))
            for key in material().plan:
                rota.plan(session, Cast(rulebook.region(key), people), now)
        play(engine, rulebook, stories(_stages(rulebook, people, now), chosen), report)
        read_old_messages(engine, people, now)
    finally:
        engine.dispose()


def _stages(rulebook: Rulebook, people: list[Account], now: datetime) -> dict[str, Stage]:
    edition = rulebook.current
    return {
        key: Stage(
            region=rulebook.region(key),
            cast=Cast(rulebook.region(key), people),
            instrument=edition.instrument,
            terms=edition.procedure.terms,
            powers=edition.procedure.powers,
            now=now.replace(second=0, microsecond=0),
        )
        for key in material().plan
    }


def _finish(path: Path, day: date) -> None:
    """Stamps the finished file with its day and folds everything into that one file."""
    with closing(connect(path)) as file:
        file.execute(f"PRAGMA user_version = {_stamp(day)}")
        file.execute("PRAGMA journal_mode = DELETE")


def _let_go(path: Path) -> None:
    """Folds an older file into one, so that nothing of it stays beside the new one.

    Raises:
        Refused: a program still has it open.

    """
    if not path.exists():
        return
    try:
        with closing(connect(path, timeout=SECONDS_TO_WAIT)) as file:
            file.execute("PRAGMA journal_mode = DELETE")
    except OperationalError as fault:
        raise Refused([Reason("demo_in_use", IN_USE)]) from fault


def _remove(path: Path) -> None:
    """Clears away what a build that was broken off has left."""
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
