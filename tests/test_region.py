"""Regions as data: each pilot region loads; each fault in a file is named with its line and what to do."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from huisverbod import region, workflow
from huisverbod.errors import DefinitionError, Unknown
from huisverbod.roles import Role
from huisverbod.settings import Settings

FOLDER = Settings().pilot_regions
TEMPLATE = FOLDER / "_sjabloon.toml"
POWERS = workflow.read_powers(workflow.read_folder(Settings().workflows))
PILOTS = region.load(FOLDER, POWERS)
MUNICIPALITIES = [(r, m) for r in PILOTS.values() for m in r.municipalities]
BOTH = [*PILOTS.values(), region.read(TEMPLATE, POWERS)]


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """The template, changed, as the only region of a folder."""
    text = TEMPLATE.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "sjabloon.toml"
    path.write_text(text, encoding="utf-8")
    return path


def line_of(path: Path, needle: str) -> int:
    """The line on which the needle stands, comments aside; it stands there once."""
    lines = enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
    found = [number for number, line in lines if needle in line and not line.startswith("#")]
    assert len(found) == 1, (needle, found)
    return found[0]


def contrast_with_white(colour: str) -> float:
    """WCAG 2.2: the contrast of white letters on this colour."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05)


# --- the pilot regions ---


def test_four_regions_and_no_template() -> None:
    assert set(PILOTS) == {"voorbeeldland", "duinstreek", "meerland", "woudrand"}
    assert region.check(FOLDER, POWERS) == []
    assert region.gaps(FOLDER) == []


@pytest.mark.parametrize("pilot", BOTH, ids=lambda r: r.key)
def test_every_region_says_that_it_is_invented(pilot: region.Region) -> None:
    assert pilot.fictional
    assert "erzonnen" in pilot.description
    phones = [pilot.on_call_phone, pilot.police.phone, pilot.lawyer_line.phone, pilot.veilig_thuis.phone]
    phones += [pilot.court.phone, pilot.help_body.phone, *(m.phone for m in pilot.municipalities)]
    assert all(phone.startswith(("000-", "088-0000")) for phone in phones)
    assert all(m.email.endswith(".example") for m in pilot.municipalities)


@pytest.mark.parametrize(("pilot", "town"), MUNICIPALITIES, ids=lambda x: x.key)
def test_someone_holds_office_on_every_day(pilot: region.Region, town: region.Municipality) -> None:
    for day in range((date(2028, 1, 31) - date(2025, 1, 1)).days):
        on = date(2025, 1, 1) + timedelta(days=day)
        assert town.mayor(on) is not None, on
        assert town.deputies(on), on


@pytest.mark.parametrize(("pilot", "town"), MUNICIPALITIES, ids=lambda x: x.key)
def test_white_letters_can_be_read_on_the_colour(pilot: region.Region, town: region.Municipality) -> None:
    assert contrast_with_white(town.colours.brand) >= 4.5


@pytest.mark.parametrize("pilot", PILOTS.values(), ids=lambda r: r.key)
def test_every_region_has_seen_a_change_of_mayor(pilot: region.Region) -> None:
    assert any(town.mayor(date(2025, 1, 1)) != town.mayor(date(2027, 1, 1)) for town in pilot.municipalities)


def test_the_regions_differ_where_they_should() -> None:
    city, coast, rural, wood = (PILOTS[k] for k in ("voorbeeldland", "duinstreek", "meerland", "woudrand"))
    assert set(city.routes) == region.ROUTES
    assert len(city.languages) == 6
    assert set(coast.routes) == {"acuut_politie", "acuut_veilig_thuis"}
    assert [r.mandate_used for r in (city, coast, rural, wood)] == [True, False, True, True]
    assert rural.weegteam
    assert city.norms.decide < coast.norms.decide < wood.norms.decide < rural.norms.decide
    assert {m.municipality for m in wood.mandates} == {"hoogwoude"}


def test_a_norm_is_found_by_its_name() -> None:
    norms = PILOTS["voorbeeldland"].norms
    assert norms.hours("decide") == norms.decide == 6
    assert all(norms.hours(norm) > 0 for norm in region.NORMS)


def test_who_may_request_is_the_regions_choice() -> None:
    assert PILOTS["meerland"].may_request(Role.RAAD, "geplande_screening", POWERS)
    assert not PILOTS["duinstreek"].may_request(Role.RAAD, "geplande_screening", POWERS)
    assert not PILOTS["duinstreek"].may_request(Role.RAAD, "acuut_politie", POWERS)
    assert PILOTS["woudrand"].may_request(Role.RECLASSERING, "terugkeer_naar_huis", POWERS)
    assert not PILOTS["meerland"].may_request(Role.RECLASSERING, "geplande_screening", POWERS)
    assert not PILOTS["meerland"].may_request(Role.POLICE, "een_andere_route", POWERS)


def test_who_fills_which_part_is_the_regions_choice() -> None:
    assert PILOTS["voorbeeldland"].may_fill(Role.CASE_MANAGER, "3", POWERS)
    assert not PILOTS["voorbeeldland"].may_fill(Role.POLICE, "3", POWERS)
    assert PILOTS["duinstreek"].may_fill(Role.POLICE, "3", POWERS)
    assert PILOTS["meerland"].may_fill(Role.VEILIG_THUIS, "3", POWERS)
    assert not PILOTS["meerland"].may_fill(Role.VEILIG_THUIS, "1a", POWERS)
    assert not PILOTS["meerland"].may_fill(Role.POLICE, "4", POWERS)


def test_an_unknown_municipality_is_not_guessed() -> None:
    assert PILOTS["woudrand"].municipality("hoogwoude").name == "Hoogwoude"
    with pytest.raises(Unknown, match="duinrade"):
        PILOTS["woudrand"].municipality("duinrade")


def test_a_region_does_not_change_once_read() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        PILOTS["woudrand"].weegteam = False  # type: ignore[misc]


# --- valid on a date ---


def test_the_last_day_of_office_counts_and_the_day_after_does_not() -> None:
    town = PILOTS["voorbeeldland"].municipality("voorbeelddam")
    former, present = "Marijke Tolhuizen", "Joram Havenkwartier"
    last, next_day = date(2025, 6, 30), date(2025, 7, 1)
    assert town.holder(former, Role.MAYOR, last)
    assert town.holder(former, Role.MAYOR, next_day) is None
    assert town.holder(present, Role.MAYOR, last) is None
    assert [o.name for o in (town.mayor(last), town.mayor(next_day)) if o] == [former, present]
    assert town.mayor(date(2019, 3, 31)) is None


def test_an_office_is_held_in_one_capacity() -> None:
    town = PILOTS["voorbeeldland"].municipality("voorbeelddam")
    on = date(2026, 5, 1)
    assert town.holder("Ilse Grachtenaar", Role.DEPUTY_MAYOR, on)
    assert town.holder("Ilse Grachtenaar", Role.MAYOR, on) is None
    assert town.holder("Ilse Grachtenaar", Role.HOVJ, on) is None
    assert [o.name for o in town.deputies(on)] == ["Ilse Grachtenaar", "Omar Kadelicht"]


def test_deputies_change_with_the_council() -> None:
    town = PILOTS["duinstreek"].municipality("duinrade")
    assert [o.name for o in town.deputies(date(2026, 6, 10))] == ["Koenraad Helmgras"]
    assert [o.name for o in town.deputies(date(2026, 6, 11))] == ["Selma Strandjutter"]


def test_a_mandate_holds_to_its_last_day_in_its_own_municipality() -> None:
    pilot = PILOTS["voorbeeldland"]
    held = pilot.mandate("Hidde Avondrood", "voorbeelddam", date(2025, 12, 31))
    assert held is not None
    assert held.number == "VBD-2024-007"
    assert pilot.mandate("Hidde Avondrood", "voorbeelddam", date(2026, 1, 1)) is None
    assert pilot.mandate("Hidde Avondrood", "kerkhaven", date(2025, 12, 31)) is None
    assert pilot.mandate("Tessel Nachtegaalweg", "voorbeelddam", date(2025, 6, 30)) is None
    assert pilot.mandate("Tessel Nachtegaalweg", "voorbeelddam", date(2025, 7, 1))


def test_a_renewed_mandate_is_found_by_its_date() -> None:
    numbers = [
        found.number
        for on in (date(2025, 9, 30), date(2025, 10, 1))
        if (found := PILOTS["meerland"].mandate("Sjoukje Nachtploeg", "rietwolde", on))
    ]
    assert numbers == ["ML-RW-2024-1", "ML-RW-2025-2"]


@pytest.mark.parametrize(
    ("holder", "municipality", "route", "on", "why"),
    [
        ("Bram Lantaarnpaal", "voorbeelddam", "acuut_politie", "2026-01-01", None),
        ("Bram Lantaarnpaal", "voorbeelddam", "acuut_politie", "2028-06-30", None),
        (
            "Bram Lantaarnpaal",
            "voorbeelddam",
            "geplande_screening",
            "2026-01-01",
            "VBD-2025-002 geldt niet voor",
        ),
        ("Bram Lantaarnpaal", "voorbeelddam", "acuut_politie", "2028-07-01", "gold tot en met 30-06-2028"),
        ("Bram Lantaarnpaal", "voorbeelddam", "acuut_politie", "2025-06-30", "geldt pas vanaf 01-07-2025"),
        (
            "Bram Lantaarnpaal",
            "kerkhaven",
            "acuut_politie",
            "2026-01-01",
            "Kerkhaven geen geldig mandaat: er staat",
        ),
        ("Iemand Anders", "voorbeelddam", "acuut_politie", "2026-01-01", "er staat er geen in het register"),
    ],
)
def test_why_a_mandate_does_not_reach_is_said(
    holder: str, municipality: str, route: str, on: str, why: str | None
) -> None:
    said = PILOTS["voorbeeldland"].no_mandate(holder, municipality, route, date.fromisoformat(on))
    assert said is None if why is None else why in (said or "")
    assert said is None or said.endswith("De burgemeester moet zelf besluiten.")


def test_a_region_without_mandate_says_so() -> None:
    said = PILOTS["duinstreek"].no_mandate("Iemand", "duinrade", "acuut_politie", date(2026, 1, 1))
    assert said and "werkt niet met mandaat" in said


def test_the_next_in_order_acts_when_the_mayor_is_away() -> None:
    town = PILOTS["voorbeeldland"].municipality("voorbeelddam")
    days = [date(2026, 12, 20), date(2026, 12, 21), date(2026, 12, 30), date(2027, 1, 3), date(2027, 1, 4)]
    acting = [office.name for on in days if (office := town.acting(on))]
    mayor, first, second = "Joram Havenkwartier", "Ilse Grachtenaar", "Omar Kadelicht"
    assert acting == [mayor, first, second, first, mayor]
    assert town.acting(date(2019, 3, 31)) is None


def test_a_region_without_mandate_knows_none() -> None:
    pilot = PILOTS["voorbeeldland"].model_copy(update={"mandate_used": False})
    assert pilot.mandate("Tessel Nachtegaalweg", "voorbeelddam", date(2026, 1, 1)) is None


# --- rules no region can change ---


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.POLICE, Role.HOVJ}))
def test_part_1a_is_filled_by_the_police_only(tmp_path: Path, role: Role) -> None:
    changed = f'1a = ["police", "{role}"]'
    path = written(tmp_path, ('1a = ["police", "hovj"]', changed))
    [fault] = region.check(tmp_path, POWERS)
    assert "politiegegevens" in fault.sentence
    assert role in fault.sentence
    assert fault.line == line_of(path, changed)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.POLICE, Role.HOVJ}))
def test_part_1a_stays_with_the_police_in_a_region_made_by_hand(role: Role) -> None:
    pilot = PILOTS["duinstreek"].model_copy(update={"fillers": {"1a": frozenset(Role)}})
    assert not pilot.may_fill(role, "1a", POWERS)
    assert pilot.may_fill(Role.POLICE, "1a", POWERS)


@pytest.mark.parametrize(
    "line",
    [
        'acts = ["extend"]',
        'may = ["impose", "withdraw"]',
        "extend = true",
        "intrekken = true",
        'bevoegdheden = ["opleggen"]',
    ],
)
def test_no_region_lets_an_hovj_extend_or_withdraw(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, ('rank = "inspecteur"', f'rank = "inspecteur"\n{line}'))
    [fault] = region.check(tmp_path, POWERS)
    assert "Verlengen en intrekken doet alleen de burgemeester" in fault.sentence
    assert "Artikel 3" in fault.sentence
    assert (fault.file, fault.line) == ("sjabloon.toml", line_of(path, line))


def test_no_region_sets_a_term_of_the_law(tmp_path: Path) -> None:
    written(tmp_path, ("[retention]", "[terms]\nfirst_period = 14\n\n[retention]"))
    [fault] = region.check(tmp_path, POWERS)
    assert "Onbekende sleutel 'terms'" in fault.sentence
    assert "terms" not in region.NORMS


# --- every fault, with its line ---

NEW_MAYOR = "start = 2025-09-01               # de dag na de laatste dag van de voorganger"
MANDATE = 'end = 2027-12-31\nsigned_by = "Bastiaan Proefhuis"\n'
MANDATE_SCOPE = 'routes = ["acuut_politie", "acuut_veilig_thuis"] '
SECOND_MANDATE = (
    MANDATE
    + """
[[mandates]]
number = "SJ-2025-0{number}" # tweede
decided_on = 2025-12-01
routes = ["acuut_politie"]
holder = "{holder}"
rank = "inspecteur"
municipality = "sjabloonstad"
start = 2026-01-01
signed_by = "Bastiaan Proefhuis"
"""
)

FAULTS = {
    "unknown key": ('rank = "inspecteur"', 'rankk = 1\nrank = "inspecteur"', "rankk", "Bedoelt u 'rank'?"),
    "unknown key, nothing like it": ("[retention]", "[retention]\nxyzzy = 1", "xyzzy", "Haal hem weg"),
    "unknown table": (
        "[retention]",
        "[zomaar]\na = 1\n\n[retention]",
        "[zomaar]",
        "Onbekende sleutel 'zomaar'",
    ),
    "missing key": ('address = "Postbus 10"\n', "", "[court]", "'address' ontbreekt"),
    "missing key in a row": (
        'department = "Openbare Orde en Veiligheid"\n',
        "",
        "[[municipalities]]",
        "'department'",
    ),
    "wrong type: text for hours": ("decide = 12 ", 'decide = "12" ', "decide =", "heel getal"),
    "wrong type: half an hour": ("decide = 12 ", "decide = 1.5 ", "decide =", "heel getal"),
    "wrong type: yes for hours": ("decide = 12 ", "decide = true ", "decide =", "heel getal"),
    "wrong type: text for yes": ("fictional = true ", 'fictional = "ja" ', "fictional =", "true of false"),
    "wrong type: text for a date": ("end = 2025-08-31 ", 'end = "2025-08-31" ', '"2025-08-31"', "2026-01-31"),
    "wrong type: time for a date": (
        "end = 2025-08-31 ",
        "end = 2025-08-31T12:00:00 ",
        "T12:00",
        "zonder tijd",
    ),
    "wrong type: number for text": (
        'address = "Postbus 10"',
        "address = 10",
        "address = 10",
        "aanhalingstekens",
    ),
    "wrong type: text for a list": ('requesters = ["veilig_thuis"]', 'requesters = "x"', '= "x"', "lijst"),
    "missing table": ("[retention]\nrefused_request_years = 1", "", None, "'retention' ontbreekt"),
    "empty text": ('name = "Rechtbank Sjabloonland"', 'name = " "', 'name = " "', "leeg"),
    "empty list": ('requesters = ["veilig_thuis"]', "requesters = []", "= []", "leeg"),
    "unknown role": (
        'requesters = ["veilig_thuis"]',
        'requesters = ["veiligthuis"]',
        '"veiligthuis"',
        "Onbekende rol",
    ),
    "role that requests nothing": (
        'requesters = ["veilig_thuis"]',
        'requesters = ["mayor"]',
        '["mayor"]',
        "mayor",
    ),
    "role in no office": ('role = "deputy_mayor"', 'role = "hovj"', 'role = "hovj"', "Een ambt is"),
    "unknown route": (
        "[routes.acuut_politie]",
        "[routes.via_via]",
        "[routes.via_via]",
        "Onbekende route 'via_via'",
    ),
    "unknown part": ("1a = [", '4 = ["police"]\n1a = [', '4 = ["police"]', "Onbekend deel '4'"),
    "unknown signal": ("1a = [", '"3d" = ["police"]\n1a = [', '"3d"', "signaal"),
    "part left out": ('2 = ["police", "hovj"] ', "#", "[fillers]", "Niemand vult deel 2 in"),
    "part left empty": ('2 = ["police", "hovj"] ', "2 = []", "2 = []", "Niemand vult deel 2 in"),
    "role that fills nothing in": ('2 = ["police", "hovj"] ', '2 = ["raad"]', '["raad"]', "'raad'"),
    "norm missing": ("serve = 4 ", "# ", "[norms]", "'serve' ontbreekt"),
    "norm zero": ("serve = 4 ", "serve = 0 ", "serve = 0", "meer dan 0"),
    "norm negative": ("serve = 4 ", "serve = -4 ", "serve = -4", "meer dan 0"),
    "advice after the decision": (
        "advice_before_end = 72",
        "advice_before_end = 24",
        "advice_before",
        "groter",
    ),
    "announcement before the decision": (
        "announce_extension_before_end = 12",
        "announce_extension_before_end = 24",
        "decide_extension_before_end",
        "Het besluit komt niet eerder dan de bekendmaking",
    ),
    "rung left out": ("owner = 1 ", "# ", "[ladder]", "'owner' ontbreekt"),
    "rung of no hours": ("team = 1 ", "team = 0 ", "team = 0", "meer dan 0"),
    "rung in half hours": ("on_call = 2 ", "on_call = 1.5 ", "on_call = 1.5", "heel getal"),
    "unknown rung": ("owner = 1 ", "eigenaar = 1\nowner = 1 ", "eigenaar", "Onbekende sleutel 'eigenaar'"),
    "telephone malformed": ('"000-1000005"', '"0001000005"', '"0001000005"', "geen telefoonnummer"),
    "telephone too short": ('"000-1000005"', '"000-100005"', '"000-100005"', "geen telefoonnummer"),
    "e-mail malformed": (
        "huisverbod@sjabloonstad.example",
        "sjabloonstad",
        'email = "sjab',
        "geen e-mailadres",
    ),
    "website malformed": ("https://www.sjabloonstad.example", "www.sjabloonstad", "website", "https://"),
    "colour not hex": ('"#154273"', '"blauw"', "brand", "geen kleur"),
    "language not a code": (
        'languages = ["nl", "en"]     ',
        'languages = ["Engels"]',
        '"Engels"',
        "taalcode",
    ),
    "key not a slug": (
        'municipality = "sjabloonstad"',
        'municipality = "Sjabloonstad"',
        'municipality = "Sjabloonstad"',
        "kleine letters",
    ),
    "key is not the file": ('key = "sjabloon" ', 'key = "anders" ', '"anders"', "Maak ze gelijk"),
    "two mayors at once": (NEW_MAYOR, "start = 2025-08-31 # te vroeg", "te vroeg", "tegelijk"),
    "mayor who never left": ("end = 2025-08-31 ", "# ", NEW_MAYOR, "tegelijk"),
    "office that ends first": ("end = 2025-08-31 ", "end = 2019-04-30 ", "2019-04-30", "vóór de eerste"),
    "mandate by nobody in office": (
        "decided_on = 2025-09-01",
        "decided_on = 2025-08-31",
        'signed_by = "Bas',
        "op 2025-08-31 geen burgemeester",
    ),
    "mandate that works back": (
        "decided_on = 2025-09-01",
        "decided_on = 2025-09-02",
        "decided_on = 2025-09-02",
        "werkt niet terug",
    ),
    "mandate without a written decision": (
        "decided_on = 2025-09-01",
        "#",
        "[[mandates]]",
        "'decided_on' ontbreekt",
    ),
    "mandate for nothing": (MANDATE_SCOPE, "routes = [] ", "routes = []", "'routes' is leeg"),
    "mandate for an unknown route": (
        MANDATE_SCOPE,
        'routes = ["via_via"] ',
        '["via_via"]',
        "Onbekende route 'via_via'",
    ),
    "mandate for a route not used here": (
        MANDATE_SCOPE,
        'routes = ["terugkeer_naar_huis"] ',
        '["terugkeer_naar_huis"]',
        "gebruikt deze regio niet",
    ),
    "absence of a stranger": (
        'name = "Bastiaan Proefhuis"      # precies zoals bij het ambt',
        'name = "Iemand"',
        '"Iemand"',
        "geen burgemeester of loco-burgemeester hier",
    ),
    "absence without an end": ("end = 2026-08-09 ", "# ", "[[municipalities.absences]]", "laatste dag"),
    "absence that ends first": ("end = 2026-08-09 ", "end = 2026-07-01 ", "2026-07-01", "vóór de eerste"),
    "everyone away": (
        "end = 2026-08-09 ",
        'end = 2026-08-09\n\n[[municipalities.absences]]\nname = "Carlijn Oefenbeek"\n'
        "start = 2026-08-09 # beide\nend = 2026-08-12 ",
        "# beide",
        "Op 2026-08-09 is iedereen met een ambt afwezig",
    ),
    "away twice": (
        "end = 2026-08-09 ",
        'end = 2026-08-09\n\n[[municipalities.absences]]\nname = "Bastiaan Proefhuis"\n'
        "start = 2026-08-09 # weer\nend = 2026-08-12 ",
        "# weer",
        "twee keer als afwezig",
    ),
    "mandate by a stranger": (
        'signed_by = "Bastiaan Proefhuis"',
        'signed_by = "X"',
        'signed_by = "X"',
        "X was op",
    ),
    "mandate elsewhere": ('municipality = "sjabloonstad"', 'municipality = "elders"', '"elders"', "'elders'"),
    "mandate overlaps": (
        MANDATE,
        SECOND_MANDATE.format(number=2, holder="Dirkje Testering"),
        "start = 2026-01-01",
        "valt samen met",
    ),
    "mandate number twice": (
        MANDATE,
        SECOND_MANDATE.format(number=1, holder="Een Ander"),
        "# tweede",
        "twee keer",
    ),
    "mandates without mandate": (
        "mandate_used = true ",
        "mandate_used = false ",
        "mandate_used",
        "zet hier true",
    ),
    "invented region, real phone": ('"000-1000003"', '"010-1234567"', "010-1234567", "kan echt zijn"),
    "invented region, real mobile": ('"06-00000005"', '"06-12345678"', "06-12345678", "kan echt zijn"),
    "no mobile number": ('"06-00000005"', '"0600000005"', "0600000005", "geen mobiel nummer"),
    "no e-mail address": (
        "huisverbod@politie-sjabloonland.example",
        "politie-sjabloonland.example",
        "politie-sjabloonland",
        "geen e-mailadres",
    ),
    "a slip in an address key": (
        "on_call_mobile",
        "oncall_mobile",
        "oncall_mobile",
        "Bedoelt u 'on_call_mobile'",
    ),
    "invented region, real address": (
        "@sjabloonstad.example",
        "@sjabloonstad.nl",
        "@sjabloonstad.nl",
        "kan echt zijn",
    ),
    "fictional left out": ("fictional = true ", "# ", None, "'fictional' ontbreekt"),
    "not TOML": ("[retention]", "[retention", "[retention", "geen geldige TOML"),
}


@pytest.mark.parametrize(("old", "new", "where", "says"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, where: str | None, says: str) -> None:
    path = written(tmp_path, (old, new))
    faults = region.check(tmp_path, POWERS)
    assert len(faults) == 1, [str(fault) for fault in faults]
    assert says in faults[0].sentence
    assert faults[0].file == "sjabloon.toml"
    assert faults[0].line == (line_of(path, where) if where else None)
    with pytest.raises(DefinitionError):
        region.load(tmp_path, POWERS)


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ("decide = 12 ", "decide = 0 "),
        ('"000-1000005"', '"vijf"'),
        ('name = "Aleida Voorbeeldsma"', 'name = "Aleida Voorbeeldsma"\nleeftijd = 60'),
        (NEW_MAYOR, "start = 2025-08-31"),
        ('rank = "inspecteur"', 'rank = "inspecteur"\nacts = ["extend"]'),
        ('1a = ["police", "hovj"]', '1a = ["veilig_thuis"]'),
        ('signed_by = "Bastiaan Proefhuis"', 'signed_by = "Aleida Voorbeeldsma"'),
    )
    wanted = ("1a =", "decide = 0", '"vijf"', "leeftijd", "start = 2025-08-31", "acts", 'signed_by = "Al')
    assert [fault.line for fault in region.check(tmp_path, POWERS)] == [
        line_of(path, needle) for needle in wanted
    ]


def test_the_same_key_in_another_table_is_not_mistaken(tmp_path: Path) -> None:
    path = written(tmp_path, ('phone = "000-1000004"', 'phone = "4"'))
    [fault] = region.check(tmp_path, POWERS)
    assert fault.line == line_of(path, 'phone = "4"')
    assert str(fault).startswith(f"sjabloon.toml:{fault.line}: '4' is geen telefoonnummer.")


def test_a_municipality_is_named_once_in_all_files(tmp_path: Path) -> None:
    path = written(tmp_path)
    other = tmp_path / "tweede.toml"
    text = path.read_text(encoding="utf-8")
    other.write_text(text.replace('key = "sjabloon" ', 'key = "tweede" '), encoding="utf-8")
    told = [(fault.file, fault.line, fault.sentence) for fault in region.check(tmp_path, POWERS)]
    assert [(file, line) for file, line, _ in told] == [
        ("tweede.toml", line_of(other, needle))
        for needle in ('name = "Sjabloonregio"', 'key = "sjabloonstad"', 'name = "Sjabloonstad"')
    ]
    assert all("staat ook al in sjabloon.toml" in sentence for _, _, sentence in told)


def test_a_municipality_is_named_once_in_one_file(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[[municipalities]]\nkey"), text.index("# --- Register")
    path.write_text(text[:end] + text[start:end] + text[end:], encoding="utf-8")
    told = [fault.sentence for fault in region.check(tmp_path, POWERS)]
    assert any("sleutel van de gemeente 'sjabloonstad' staat ook al" in sentence for sentence in told)
    with pytest.raises(DefinitionError, match="sjabloonstad"):
        region.read(path, POWERS)


def test_a_real_region_keeps_nothing_invented(tmp_path: Path) -> None:
    path = written(tmp_path, ("fictional = true ", "fictional = false "))
    told = region.check(tmp_path, POWERS)
    assert all("is verzonnen, maar de regio is echt" in fault.sentence for fault in told)
    phones = [line_of(path, f"000-10000{number}") for number in ("00", "01", "02", "03", "04", "05", "10")]
    assert {*phones} < {fault.line for fault in told}


def test_a_real_region_may_be_real(tmp_path: Path) -> None:
    path = written(tmp_path, ("fictional = true ", "fictional = false "))
    text = path.read_text(encoding="utf-8").replace('"000-', '"099-').replace(".example", ".nl")
    text = text.replace('"06-0000', '"06-1234')
    path.write_text(text, encoding="utf-8")
    assert region.check(tmp_path, POWERS) == []
    assert not region.read(path, POWERS).fictional


def test_mandate_used_asks_for_a_register(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[[mandates]]\nnumber")], encoding="utf-8")
    [fault] = region.check(tmp_path, POWERS)
    assert "register van mandaten is leeg" in fault.sentence
    assert fault.line == line_of(path, "mandate_used")


def test_a_gap_between_mayors_is_allowed_and_told_apart(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        (NEW_MAYOR, "start = 2025-09-02"),
        ("decided_on = 2025-09-01", "decided_on = 2025-09-02"),
        ("start = 2025-09-01\nend", "start = 2025-09-02\nend"),
    )
    assert region.check(tmp_path, POWERS) == []
    [warning] = region.gaps(tmp_path)
    assert "Tussen 2025-08-31 en 2025-09-02" in warning.sentence
    assert warning.line == min(
        number
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if "2025-09-02" in line
    )
    town = region.read(path, POWERS).municipality("sjabloonstad")
    assert town.mayor(date(2025, 9, 1)) is None
    assert [o.name for o in town.deputies(date(2025, 9, 1))] == ["Carlijn Oefenbeek"]


def test_one_broken_file_does_not_hide_another(tmp_path: Path) -> None:
    written(tmp_path, ("decide = 12 ", "decide = 0 "))
    (tmp_path / "stuk.toml").write_text("key = \n", encoding="utf-8")
    (tmp_path / "latijn.toml").write_bytes(b'name = "Co\xf6rdinator"\n')
    told = {fault.file: fault for fault in region.check(tmp_path, POWERS)}
    assert set(told) == {"sjabloon.toml", "stuk.toml", "latijn.toml"}
    assert told["stuk.toml"].line == 1
    assert "UTF-8" in told["latijn.toml"].sentence


@pytest.mark.parametrize(
    "value", ["1", "[1]", '[["x"]]', "[{ a = 1 }]", "{ a = 1 }", '"x"', "2026-01-01", "[]", "{}"]
)
@pytest.mark.parametrize(
    "key", ["municipalities", "mandates", "fillers", "routes", "norms", "name", "key", "fictional"]
)
def test_no_value_breaks_the_check(tmp_path: Path, key: str, value: str) -> None:
    path = tmp_path / "los.toml"
    path.write_text(f"{key} = {value}\n", encoding="utf-8")
    told = region.check(tmp_path, POWERS)
    assert "De sleutel 'court' ontbreekt" in " ".join(fault.sentence for fault in told)
    assert all("Input should" not in fault.sentence for fault in told), [str(fault) for fault in told]


@pytest.mark.parametrize("value", ["[[1]]", "[1, true]", '[["police"]]', "[{ a = 1 }]", '["police", 3]'])
def test_no_list_of_roles_breaks_the_check(tmp_path: Path, value: str) -> None:
    path = written(tmp_path, ('1a = ["police", "hovj"]', f"1a = {value}"))
    told = region.check(tmp_path, POWERS)
    assert {fault.line for fault in told} == {line_of(path, "1a =")}
    assert all("Onbekende rol" in fault.sentence for fault in told)


def test_a_file_from_a_plain_editor_is_read(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert region.check(tmp_path, POWERS) == []


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    [fault] = region.check(tmp_path, POWERS)
    assert "_sjabloon.toml" in fault.sentence
    with pytest.raises(DefinitionError):
        region.load(tmp_path, POWERS)


def test_files_with_an_underscore_are_passed_over(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "_kapot.toml").write_text("= stuk", encoding="utf-8")
    assert set(region.load(tmp_path, POWERS)) == {"sjabloon"}


# --- the same names elsewhere ---


def test_every_route_has_one_name_in_region_and_request() -> None:
    from huisverbod.stages.request import Route  # region stands below it and is tested without it

    assert {str(route) for route in Route} == region.ROUTES


def test_the_template_explains_every_role_that_may_request() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert all(role in text for role in POWERS.power["request"].roles)
    assert all(role in text for role in POWERS.fill["2"].roles)
    assert all(norm in text for norm in region.NORMS)
    assert all(route in text for route in region.ROUTES)


@pytest.mark.parametrize(
    ("block", "changes", "told_among_others"),
    [
        ("copied", [], False),
        (
            "real",
            [('key = "sjabloon" ', 'key = "mijnregio" '), ("fictional = true ", "fictional = false ")],
            True,
        ),
        (
            "slips",
            [
                ('key = "sjabloon" ', 'key = "mijnregio" '),
                (NEW_MAYOR, "start = 2025-08-31"),
                ('rank = "inspecteur"', 'rang = "inspecteur"'),
            ],
            False,
        ),
    ],
)
def test_the_how_to_shows_what_the_check_says(
    tmp_path: Path, block: str, changes: list[tuple[str, str]], told_among_others: bool
) -> None:
    page = (Path(__file__).parent.parent / "docs" / "how-to" / "add-a-region.md").read_text(encoding="utf-8")
    shown = page.split(f"<!-- tested: {block} -->\n```text\n")[1].split("```")[0].splitlines()
    written(tmp_path, *changes).rename(tmp_path / "mijnregio.toml")
    told = [str(fault) for fault in region.check(tmp_path, POWERS)]
    assert set(shown) < set(told) if told_among_others else shown == told


# --- what stands under a decision ---


def test_the_pilot_regions_show_every_policy() -> None:
    policies = {key: pilot.signing.policy for key, pilot in PILOTS.items()}
    assert set(policies.values()) == set(region.Policy)
    assert policies["voorbeeldland"] == region.Policy.QUALIFIED
    assert [policy.personal for policy in region.Policy] == [True, True, False]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            [('policy = "established"', 'policy = "nat"')],
            "Onbekende policy 'nat'. Kies uit: qualified, advanced",
        ),
        ([('policy = "established"', 'policy = "qualified"')], "moet in sentence staan"),
        (
            [("Dit besluit is elektronisch vastgesteld", "Dit besluit is vastgesteld")],
            "moet in sentence staan: 'elektronisch vastg",
        ),
        (
            [("geen geschreven handtekening", "een gekwalificeerde elektronische handtekening")],
            "mag niet in sentence staan: 'gekwalificeerde",
        ),
        ([('policy = "established"\n', "")], "'policy' ontbreekt"),
        ([("[signing]", "[handtekening]")], "'signing' ontbreekt"),
    ],
)
def test_a_policy_and_its_sentence_must_agree(
    tmp_path: Path, changes: list[tuple[str, str]], said: str
) -> None:
    written(tmp_path, *changes)
    assert any(said in fault.sentence for fault in region.check(tmp_path, POWERS))
