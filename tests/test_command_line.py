"""The command line as typed: what it prints, where, and with which exit code."""

import io
import json
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
import trustme
from sqlalchemy import text
from sqlmodel import col, select

from huisverbod import __version__, roster
from huisverbod.__main__ import main
from huisverbod.accounts import by_login, right_password
from huisverbod.database import connect, migrate, writing
from huisverbod.documents import Document, reproducing
from huisverbod.printing import press
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders
from tests.signing.test_signing import a_byte_changed

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "tests" / "scenarios"
HOW_TO = ROOT / "docs" / "how-to" / "write-a-scenario.md"
COMMANDS = ("serve", "demo", "migrate", "check", "tick", "export", "draw", "term", "play", "verify")
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, and what it wrote on both streams."""

    code: int
    out: str
    err: str


class CommandLine:
    """Types commands in a folder of its own, on a database of its own."""

    def __init__(self, tmp_path: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.patch, self.capsys = patch, capsys
        self.database = f"sqlite:///{tmp_path / 'zaken.sqlite'}"
        patch.chdir(tmp_path)
        self.set(DATABASE=self.database)

    def set(self, **settings: object) -> None:
        for name, value in settings.items():
            self.patch.setenv(f"HUISVERBOD_{name}", str(value))

    def __call__(self, *typed: str, stdin: str = "") -> Ended:
        self.patch.setattr(sys, "argv", ["huisverbod", *typed])
        self.patch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self.capsys.readouterr()
        return Ended(int(ended.value.code or 0), out, err)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch, capsys)


# Help and wrong usage


def test_the_help_names_every_command(run: CommandLine) -> None:
    ended = run("--help")
    assert ended.code == 0
    for command in (*COMMANDS, "account", "--version"):
        assert re.search(rf"^│ {command} ", ended.out, re.MULTILINE), command


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_is_dutch_with_an_example_and_the_exit_codes(
    run: CommandLine, command: str
) -> None:
    ended = run(command, "--help")
    plain = " ".join(ended.out.split())
    assert ended.code == 0
    assert f"Gebruik: huisverbod {command}" in plain
    assert re.search(r"Voorbeeld(en)?:", plain)
    assert re.search(r"Uitkomst: 0 = \w+.* 1 = \w+.* 2 = verkeerd gebruik", plain)
    assert "Usage" not in plain
    assert "Show this" not in plain


def test_the_version_as_a_program_of_its_own(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "huisverbod", "--version"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{__version__}\n", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("trem",), "Er is geen opdracht 'trem'. Bedoelt u 'term'?"),
        (("term",), "Noem een tijdstip, of een dag met --court-request."),
        (("term", "gisteren"), "'gisteren' is geen tijdstip. Schrijf het zo: 2026-03-28T22:15"),
        (("term", "--court-request", "morgen"), "'morgen' is geen datum."),
        (("term", "--jsn"), "Er is geen optie --jsn (Bedoelt u: --json)"),
        (("play",), "Hier ontbreekt 'file'."),
        (("play", "weg.toml"), "bestand 'weg.toml' bestaat niet."),
        (("draw", "bijzaak"), "Er is geen fase 'bijzaak'. Kies uit: request,"),
        (("serve", "--port", "veel"), "Dit klopt niet: '--port': dat is geen heel getal"),
        (("export", "uit", "--since", "toen"), "'toen' is geen datum."),
        (("account", "add", "a", "--role", "clock", "--name", "A", "--organisation", "B"), "geen account"),
        (
            ("account", "add", "a", "--role", "police", "--name", "A", "--organisation", "B"),
            "Noem met --region",
        ),
    ],
)
def test_wrong_usage_is_one_sentence_and_two(run: CommandLine, typed: tuple[str, ...], said: str) -> None:
    ended = run(*typed)
    assert (ended.code, ended.out) == (2, "")
    first, *more = ended.err.splitlines()
    assert said in first
    assert all(line.startswith("Zie: huisverbod ") for line in more)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "veel", "HUISVERBOD_PORT: deze instelling klopt niet."),
        ("DATABASE", "onzin", "De database is niet bereikbaar"),
        ("DATABASE", "sqlite:////nergens/zaken.sqlite", "De database is niet bereikbaar"),
        ("DATABASE", "postgresql+psycopg://niemand@127.0.0.1:1/leeg", "De database is niet bereikbaar"),
        ("PILOT_REGIONS", "nergens", "Deze map bevat geen regio."),
        ("WORKFLOWS", "nergens", "Deze map bevat geen werkwijze."),
    ],
)
def test_a_wrong_setting_is_a_sentence(run: CommandLine, name: str, value: str, said: str) -> None:
    run.set(**{name: value})
    ended = run("tick")
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err


# Terms and drawings


def test_terms_for_a_program(run: CommandLine) -> None:
    ended = run("term", "2026-03-28T22:15", "--court-request", "2026-04-02", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out) == {
        "effective_from": "2026-03-28T22:15:00+01:00",
        "first_end": "2026-04-07T22:15:00+02:00",
        "first_hours": 239,
        "latest_end": "2026-04-25T22:15:00+02:00",
        "latest_hours": 671,
        "reachable_by": "2026-03-29T23:15:00+02:00",
        "appeal_until": "2026-05-11",
        "hearing_by": "2026-04-08",
    }


def test_terms_for_an_officer_who_types_a_space(run: CommandLine) -> None:
    ended = run("term", "29-03-2026", "02.30")
    first, second, *_ = ended.out.splitlines()
    assert ended.code == 0
    assert first == (
        "Op 29 maart 2026 bestaat 02.30 uur niet: de klok gaat vooruit. Er is gerekend met 03.00 uur."
    )
    assert second == "Het huisverbod gaat in op zondag 29 maart 2026, 03.00 uur (Awb 3:40)."


def test_terms_need_no_database(run: CommandLine, tmp_path: Path) -> None:
    run.set(DATABASE="sqlite:////nergens/zaken.sqlite")
    assert run("term", "2026-03-28T22:15").code == 0
    assert list(tmp_path.iterdir()) == []


def test_drawing_one_stage_and_all(run: CommandLine) -> None:
    one, every = run("draw", "care").out, run("draw").out
    assert one.startswith("stateDiagram-v2\n")
    assert one.count("stateDiagram-v2") == 1
    assert every.count("stateDiagram-v2") == 8
    assert one in every


def test_drawing_the_page_writes_it_where_it_belongs(run: CommandLine, tmp_path: Path) -> None:
    assert run("draw", "--docs").code == 0
    written = (tmp_path / "docs" / "workflows.md").read_text(encoding="utf-8")
    assert written == (ROOT / "docs" / "workflows.md").read_text(encoding="utf-8")


# Scenarios


def test_playing_for_a_program_gives_the_same_twice(run: CommandLine) -> None:
    path = str(SCENARIOS / "minor_refused.toml")
    first, second = run("play", path, "--json"), run("play", path, "--json")
    assert (first.code, first.err) == (0, "")
    assert first.out == second.out
    played = json.loads(first.out)
    assert [step["outcome"] for step in played["steps"]].count("refused") == 5
    assert played["steps"][2]["codes"] == ["adult"]
    assert played["steps"][2]["sentences"][0].startswith("De geboortedatum van de persoon is niet bekend.")
    assert played["states"] == {"request": "refused", "follow_up": "closed"}
    assert [row["measure"] for row in played["timings"]] == ["signal_to_request"]
    assert [row["title"] for row in played["documents"]] == ["Antwoord op het verzoek"]
    assert {row["name"] for row in played["duties"]} >= {"take_up", "decide"}
    assert played["unexpected"] == []


def test_playing_for_a_reader(run: CommandLine) -> None:
    ended = run("play", str(SCENARIOS / "request_returned_and_withdrawn.toml"))
    assert (ended.code, ended.err) == (0, "")
    assert "Verzoek naar de burgemeester sturen" in ended.out
    assert "Dit verzoek is van een andere organisatie." in " ".join(ended.out.split())
    assert "Ingetrokken" in ended.out
    assert "1,5 uur" in ended.out


def _example(name: str) -> str:
    found = re.search(
        rf"<!-- tested: {name} -->\n```\w+\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found
    return found[1]


def test_the_scenario_in_the_documentation_plays_and_fails_as_it_says(
    run: CommandLine, tmp_path: Path
) -> None:
    path, whole = tmp_path / "mijn_zaak.toml", _example("whole")
    path.write_text(whole, encoding="utf-8")
    assert run("play", "mijn_zaak.toml").code == 0
    path.write_text(whole.replace("request.accept", "request.acept"), encoding="utf-8")
    ended = run("play", "mijn_zaak.toml")
    assert (ended.code, ended.out, ended.err) == (1, "", _example("fault"))
    path.write_text(whole.replace('expect = "refused"\ncodes = ["adult"]\n', ""), encoding="utf-8")
    ended = run("play", "mijn_zaak.toml")
    assert (ended.code, ended.err) == (1, _example("otherwise"))


# Files, cases and accounts


def test_the_files_as_shipped_are_in_order(run: CommandLine) -> None:
    ended = run("check")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("De bestanden kloppen.\n")


def test_every_fault_of_every_file_is_named_at_once(run: CommandLine, tmp_path: Path) -> None:
    shipped = Settings()
    for name in ("workflows", "document_templates", "pilot_regions"):
        copytree(getattr(shipped, name), tmp_path / name)
        run.set(**{name.upper(): tmp_path / name})
    for file, old, new in (
        ("workflows/care.toml", 'checks = ["person_known"]', 'checks = ["person_gone"]'),
        ("workflows/court.toml", 'initial = "none"', 'initial = "asked"'),
        ("workflows/instruments/rihg.toml", 'colour_derivation = "none"', 'colour_derivation = "sum"'),
        ("document_templates/request/afwijzing.html", "{% block", "{% blok"),
        ("pilot_regions/meerland.toml", "serve = 8", "serve = 0"),
        ("pilot_regions/woudrand.toml", 'name = "Woudrand"', 'nam = "Woudrand"'),
    ):
        path = tmp_path / file
        content = path.read_text(encoding="utf-8")
        assert old in content, file
        path.write_text(content.replace(old, new, 1), encoding="utf-8")
    ended = run("check")
    assert (ended.code, ended.out) == (1, "")
    *faults, total = ended.err.splitlines()
    assert total == f"{len(faults)} fouten gevonden."
    for file, said in (
        ("care.toml", "person_gone"),
        ("court.toml", "asked"),
        ("rihg.toml", "colour_derivation"),
        ("request/afwijzing.html", "blok"),
        ("meerland.toml", "'serve' moet meer dan 0 zijn"),
        ("woudrand.toml", "Bedoelt u 'name'?"),
    ):
        assert [
            fault for fault in faults if re.match(rf"(\w+/)?{re.escape(file)}:\d+: ", fault) and said in fault
        ]


def test_an_aim_later_than_the_law_is_named_with_its_line(run: CommandLine, tmp_path: Path) -> None:
    folder = copytree(Settings().pilot_regions, tmp_path / "pilot_regions")
    path = folder / "meerland.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("lawyer = 12", "lawyer = 30"), encoding="utf-8")
    run.set(PILOT_REGIONS=folder)
    ended = run("check")
    assert ended.code == 1
    assert re.match(r"meerland\.toml:\d+: De norm 'lawyer' \(30 uur\)", ended.err)


def _a_case(run: CommandLine, rulebook: Rulebook) -> str:
    engine = connect(run.database)
    migrate(engine)
    with writing(engine) as session:
        number = builders.a_request(session, rulebook)
    engine.dispose()
    return number


def test_a_logo_that_cannot_be_drawn_is_named_with_its_line(run: CommandLine, tmp_path: Path) -> None:
    regions = tmp_path / "regions"
    copytree(Settings().pilot_regions, regions)
    shapes = '<rect width="9" height="9" transform="rotate(a)" fill="#000000"/>'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{shapes}</svg>'
    (regions / "logos" / "kerkhaven.svg").write_text(picture, encoding="utf-8")
    run.set(PILOT_REGIONS=regions)
    said = run("check")
    assert said.code == 1
    assert "voorbeeldland.toml:" in said.err + said.out
    assert "Het logo kerkhaven.svg kan niet worden getekend." in said.err + said.out


def test_the_chain_of_every_case_is_checked(run: CommandLine, rulebook: Rulebook) -> None:
    number = _a_case(run, rulebook)
    assert run("check", "--chain").out.endswith("Bestanden en ketens kloppen.\n")
    engine = connect(run.database)
    with engine.begin() as connection:
        for trigger in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars():
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE facts SET data = '{}' WHERE event_id IS NOT NULL"))
    engine.dispose()
    ended = run("check", "--chain")
    assert ended.code == 1
    assert f"{number}, gebeurtenis 1: de feiten zijn veranderd." in ended.err
    assert "2 fouten gevonden." in ended.err


def test_the_procedure_is_proved_or_the_way_to_break_it_is_shown(run: CommandLine, tmp_path: Path) -> None:
    said = run("check", "--prove")
    assert (said.code, said.err) == (0, "")
    assert (
        "Bewezen voor 'Wet tijdelijk huisverbod': " in said.out and "Bewezen voor 'Wetsvoorstel'" in said.out
    )
    folder = tmp_path / "wf"
    copytree(ROOT / "workflows", folder)
    rules = folder / "execution.toml"
    old = 'guards = ["adult", "still_servable"]'
    rules.write_text(rules.read_text("utf-8").replace(old, 'guards = ["still_servable"]', 1), "utf-8")
    run.set(WORKFLOWS=str(folder))
    ended = run("check", "--prove")
    assert ended.code == 1
    assert (
        "Geschonden: Geen huisverbod gaat in voor een minderjarige. (Wth 2(2); adult_at_effect)" in ended.err
    )
    assert "Besluit in persoon uitreiken (execution.serve), door politie of" in ended.err
    assert "Kijk in execution.toml:" in ended.err


def test_tick_migrate_and_export_say_what_they_did(
    run: CommandLine, rulebook: Rulebook, tmp_path: Path
) -> None:
    assert run("migrate").out == "De database is bijgewerkt.\n"
    assert run("migrate").code == 0
    _a_case(run, rulebook)
    assert re.fullmatch(
        r"Stappen van de klok: 0\. Nieuwe berichten in de toepassing: [1-9]\d*\.\n"
        r"E-mail en sms verstuurd: 0, mislukt: 0, wachten nog: 0\.\n"
        r"Er is geen e-mail of sms ingesteld: alleen de toepassing zegt het\.\n",
        run("tick").out,
    )
    ended = run(
        "export", "uit", "--region", "voorbeeldland", "--since", "2026-11-01", "--until", "30-11-2026"
    )
    assert (ended.code, ended.out) == (0, "1 doorlooptijden geschreven in uit.\n")
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "uit").iterdir())
    assert "signal_to_request" in written
    assert "Testema" not in written
    assert run("export", "leeg", "--since", "2027-01-01").out.startswith("0 doorlooptijden")


def test_an_unknown_region_is_refused(run: CommandLine) -> None:
    run("migrate")
    ended = run("export", "uit", "--region", "nergens")
    assert (ended.code, ended.err) == (1, "Deze regio bestaat niet.\n")


def _add(run: CommandLine, password: str, *, login: str = "M.Vos", region: str = "meerland") -> Ended:
    who = ("--name", "Meike Vos", "--role", "municipal_officer", "--organisation", "Gemeente Meerveld")
    place = ("--region", region, "--municipality", "meerveld", "--password-stdin")
    return run("account", "add", login, *who, *place, stdin=f"{password}\n")


def test_where_someone_is_reached_is_recorded_and_checked(run: CommandLine) -> None:
    run("migrate")
    _add(run, "een lang wachtwoord")
    given = ("--email", "m.vos@meerveld.example", "--mobile", "06-00000011")
    assert run("account", "reach", "M.Vos", *given).out == "Vastgelegd voor 'M.Vos'.\n"
    with writing(connect(run.database)) as session:
        account = by_login(session, "m.vos")
        assert account and (account.email, account.mobile) == given[1::2]
    wrong = run("account", "reach", "m.vos", "--mobile", "0612345678")
    assert (wrong.code, "geen mobiel nummer" in wrong.err) == (2, True)
    assert "geen e-mailadres" in run("account", "reach", "m.vos", "--email", "m.vos").err
    assert run("account", "reach", "niemand").code == 1


def test_the_check_says_who_cannot_sign_and_what_cannot_be_sealed(run: CommandLine, tmp_path: Path) -> None:
    assert "er zijn geen sleutels ingesteld" in run("check").out
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "root.pem"))
    keys = tmp_path / "sleutels.toml"
    card = 'key = { kind = "card", library = "/x.so", token = "t", certificate_label = "c", key_label = "k" }'
    keys.write_text(
        'roots = ["root.pem"]\ntime_stamps = ["http://127.0.0.1:1"]\n'
        f'[[personal]]\naccount = "burgemeester.voorbeelddam"\nholder = "Joram Havenkwartier"\n{card}\n',
        encoding="utf-8",
    )
    run.set(SEALS=str(keys))
    said = run("check").out
    assert "voorbeeldland.toml: Ilse Grachtenaar heeft geen sleutel" in said
    assert "Joram Havenkwartier heeft" not in said and "Marijke Tolhuizen" not in said
    assert "woudrand.toml" in said, "no seal there"
    assert not [line for line in said.splitlines() if "woudrand" in line and "sleutel. " in line]
    keys.write_text("roots = [", encoding="utf-8")
    broken = run("check")
    assert (broken.code, "sleutels.toml" in broken.err) == (1, True)


def test_the_check_says_whether_anything_can_leave(run: CommandLine) -> None:
    assert "Berichten staan alleen in de toepassing" in run("check").out
    run.set(MAIL_SERVER="post.example", MAIL_FROM="hv@dam.example", ADDRESS="https://hv.example")
    said = run("check").out
    assert "alleen in de toepassing" not in said
    assert "Let op: meerland.toml: " in said and "voorbeeldland" not in said
    run.set(ADDRESS="")
    ended = run("check")
    assert (ended.code, ended.err) == (
        1,
        "HUISVERBOD_ADDRESS: ontbreekt. Noem het webadres van de toepassing: het staat in elk bericht.\n",
    )


def test_an_account_is_added_and_can_sign_in(run: CommandLine) -> None:
    run("migrate")
    assert _add(run, "een lang wachtwoord").out == "Het account 'm.vos' is toegevoegd.\n"
    engine = connect(run.database)
    with writing(engine) as session:
        account = by_login(session, "m.vos")
        assert account is not None
        assert (account.role, account.region, account.municipality) == (
            "municipal_officer",
            "meerland",
            "meerveld",
        )
        assert right_password(session, account, "een lang wachtwoord", NOW)
        assert not right_password(session, account, "een ander wachtwoord", NOW)
    engine.dispose()


def test_an_account_that_cannot_be_is_refused(run: CommandLine) -> None:
    assert "De database is niet bereikbaar of niet bijgewerkt." in _add(run, "een lang wachtwoord").err
    run("migrate")
    assert _add(run, "kort").err == "Kies een wachtwoord van minstens 12 tekens.\n"
    assert _add(run, "een lang wachtwoord").code == 0
    again = _add(run, "een lang wachtwoord", login="m.vos")
    assert (again.code, again.err) == (1, "Het account 'm.vos' bestaat al. Kies een andere naam.\n")
    elsewhere = _add(run, "een lang wachtwoord", login="x", region="woudrand")
    assert (elsewhere.code, elsewhere.err) == (1, "De gemeente 'meerveld' hoort niet bij Woudrand.\n")


# Serving


def test_the_roster_goes_out_and_in(run: CommandLine, tmp_path: Path, rulebook: Rulebook) -> None:
    engine = connect(run.database)
    migrate(engine)
    soon = datetime.now(UTC) + timedelta(hours=1)
    entry = roster.Entry("", Role.HOVJ, "Tessel Nachtegaalweg", soon, soon + timedelta(hours=8))
    with writing(engine) as session:
        roster.add(session, rulebook.region("voorbeeldland"), entry, soon, None)
    file = tmp_path / "piket.ics"
    assert "1 dienst geschreven" in run("roster", "export", str(file), "--region", "voorbeeldland").out
    assert "SUMMARY:Tessel Nachtegaalweg" in file.read_text(encoding="utf-8")
    ended = run("roster", "import", str(file), "--region", "voorbeeldland")
    assert (ended.code, ended.out) == (0, "1 dienst overgenomen in Voorbeeldland.\n")
    file.write_text("onzin", encoding="utf-8")
    ended = run("roster", "import", str(file), "--region", "voorbeeldland")
    assert ended.code == 1 and "Dit is geen agendabestand" in ended.err
    assert run("roster", "export", str(file), "--region", "nergens").code == 1
    engine.dispose()


def test_serving_on_a_taken_port_is_refused(run: CommandLine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run("serve", "--port", port)
    assert (ended.code, ended.out) == (1, "")
    assert f"Op 127.0.0.1:{port} kan niet worden gestart" in ended.err
    assert "Kies een andere poort met --port." in ended.err


def test_serving_with_a_fault_in_a_file_is_refused(run: CommandLine, tmp_path: Path) -> None:
    copytree(Settings().pilot_regions, tmp_path / "regions")
    (tmp_path / "regions" / "meerland.toml").write_text('key = "meerland\n', encoding="utf-8")
    run.set(PILOT_REGIONS=tmp_path / "regions")
    ended = run("serve")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("meerland.toml:1: Dit is geen geldige TOML.")
    assert not (tmp_path / "zaken.sqlite").exists()


# Verify


def test_a_file_is_looked_at_and_the_exit_code_says_what_it_is(run: CommandLine, tmp_path: Path):
    engine = connect(run.database)
    migrate(engine)
    with writing(engine) as session:
        builders.an_imposed_ban(session, Rulebook.of(Settings()))
        drawn = session.exec(select(Document).order_by(col(Document.id))).all()
    draft, decision = (document.content for document in drawn)
    ends = {
        "besluit": (decision, 0, "Ja, dit document is echt"),
        "aangevuld": (decision + b"%%EOF", 3, "aan dit document is iets toegevoegd"),
        "onbekend": (a_byte_changed(decision), 4, "Dit document kennen wij niet"),
        "brief": (b"Geachte heer", 5, "Dit is geen pdf-bestand"),
        "ontwerp": (draft, 6, "Dit is een ontwerp en geen besluit"),
    }
    for name, (content, code, words) in ends.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
        ended = run("verify", f"{name}.pdf")
        assert (ended.code, ended.err) == (code, ""), name
        assert words in ended.out
        assert ("HV-2026" in ended.out) == (name in ("besluit", "ontwerp", "aangevuld"))
    assert run("verify", "weg.pdf").code == 2
    said = run("verify", "--help").out
    assert all(f"{code} =" in said for code in range(7))


def test_a_kept_document_is_drawn_again_by_its_number_or_that_of_its_case(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
):
    engine = connect(run.database)
    migrate(engine)
    with writing(engine) as session:
        number = builders.an_imposed_ban(session, Rulebook.of(Settings()))
    ended = run("verify", "2")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "Besluit huisverbod (document 2): opnieuw opgemaakt, en byte voor byte gelijk.\n"
    assert run("verify", number).out.count("byte voor byte gelijk") == 2
    for asked in ("3", "HV-2026-0999"):
        gone = run("verify", asked)
        assert (gone.code, gone.err) == (1, f"Onder nummer {asked} is hier geen document bewaard.\n")
    monkeypatch.setattr(reproducing, "renderer", lambda: "weasyprint 71.0")
    monkeypatch.setattr(press, "printed", lambda *_: b"anders")
    other = run("verify", "2")
    assert other.code == 4
    assert "geen teken van vervalsing" in other.out
