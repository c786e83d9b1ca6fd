"""What differs between two versions, told for a jurist: steps, terms, powers and duties, and nothing else."""

from huisverbod import workflow
from huisverbod.comparing import differences
from huisverbod.rulebook import Rulebook
from huisverbod.workflow import Procedure


def told(before: Procedure, after: Procedure) -> dict[str, list[str]]:
    return {
        where: [f"{row.about}: {row.kind}. {' | '.join(row.lines)}" for row in rows]
        for where, rows in differences(before, after).items()
    }


def changed(rulebook: Rulebook, *changes: tuple[str, str, str]) -> Procedure:
    files = dict(rulebook.current.procedure.files)
    for file, old, new in changes:
        assert old in files[file], old
        files[file] = files[file].replace(old, new)
    return workflow.parse(files, rulebook.vocabulary, kept=True)


def test_two_equal_versions_do_not_differ(rulebook: Rulebook) -> None:
    now = rulebook.current.procedure
    assert differences(now, now) == {}
    remarked = changed(rulebook, ("court.toml", 'stage = "court"', '# uitleg\nstage = "court"'))
    assert remarked.digest != now.digest
    assert differences(now, remarked) == {}


def test_a_proposal_is_told_by_its_terms_and_powers_alone(rulebook: Rulebook) -> None:
    found = told(rulebook.current.procedure, rulebook.under("wetsvoorstel").current.procedure)
    assert set(found) == {"Termijnen", "Bevoegdheden"}
    assert found["Termijnen"][0] == (
        "Termijn 'eerste periode': anders. lengte: 14 dagen, op hetzelfde uur; "
        "was 10 dagen, op hetzelfde uur | "
        "telt vanaf: de uitreiking van het besluit op schrift; was het ingaan | "
        "artikel: Wetsvoorstel 2(1); was Wth 2(1)"
    )
    [request, impose] = found["Bevoegdheden"]
    assert "Veilig Thuis: acuut_veilig_thuis" in request
    assert (
        "niet langs deze routes: hulpofficier van justitie: geplande_screening, terugkeer_naar_huis" in impose
    )


def test_steps_states_and_duties_are_told_per_stage(rulebook: Rulebook) -> None:
    after = changed(
        rulebook,
        ("care.toml", 'name = "offer"', 'name = "propose_help"\nform = "Offer"'),
        ("court.toml", 'label = "Zitting geweest"', 'label = "Behandeld"'),
        ("court.toml", 'by = ["municipal_officer"]\nguards = ["ban_imposed"]', 'by = ["mayor"]\nguards = []'),
        (
            "execution.toml",
            'owner = "police"\nnorm = "tell_household"',
            'owner = "mayor"\nnorm = "tell_household"',
        ),
    )
    found = told(rulebook.current.procedure, after)
    assert "Stap 'Hulp aanbieden': weg. " in found["Hulp"]
    assert any(
        line.startswith("Stap 'Hulp aanbieden': erbij. naam: Hulp aanbieden") for line in found["Hulp"]
    )
    [state, request] = found["Rechter"]
    assert state == "Toestand 'Behandeld': anders. naam: Behandeld; was Zitting geweest"
    assert (
        "wie: burgemeester; was gemeenteambtenaar | voorwaarden: beside_named; was ban_imposed, " in request
    )
    [duty] = found["Uitvoering"]
    assert duty.endswith("anders. wie: burgemeester; was politie")
    back = told(after, rulebook.current.procedure)
    assert {where: len(rows) for where, rows in back.items()} == {
        where: len(rows) for where, rows in found.items()
    }


def test_another_instrument_is_told(rulebook: Rulebook) -> None:
    after = changed(rulebook, ("instruments/rihg.toml", "title", "# \ntitle"))
    assert list(differences(rulebook.current.procedure, after)) == ["Risico-instrument"]
