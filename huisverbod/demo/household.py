"""The invented people of a case: their names, ages and home, and the words a story uses for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from huisverbod.demo.material import Background, Theme, material
from huisverbod.region import Municipality

T = TypeVar("T")
WORDS = {
    "man": {"title": "de heer", "he": "hij", "him": "hem", "his": "zijn"},
    "vrouw": {"title": "mevrouw", "he": "zij", "him": "haar", "his": "haar"},
}
NATIVE = "Nederlands"
SEVENTEEN = 17


@dataclass(frozen=True)
class Household:
    """One household: its people as stated with a request, its dwelling, and the words for them in a text."""

    people: tuple[dict[str, Any], ...]
    dwelling: Mapping[str, str]
    words: Mapping[str, str]
    language: str

    @property
    def staying(self) -> list[str]:
        """References of those who stay; the first person stated is p1."""
        return [f"p{number}" for number in range(2, len(self.people) + 1)]

    @property
    def children(self) -> list[str]:
        """References of the children."""
        return [
            ref for ref, person in zip(self.staying, self.people[1:], strict=True) if person["kind"] == "kind"
        ]

    @property
    def has_children(self) -> bool:
        """Whether minors live there."""
        return any(person["kind"] == "kind" for person in self.people)


def pick(row: Sequence[T], number: int) -> T:
    """The element whose turn it is."""
    return row[number % len(row)]


def household(theme: Theme, municipality: Municipality, number: int, today: date) -> Household:
    """The household of the case with this number in the plan; the same every time."""
    backgrounds = material().backgrounds
    own = pick(backgrounds, number)
    other = pick(backgrounds, number * 3 + 1) if number % 3 == 0 else own
    subject = _subject(theme, own, number, today)
    stays = _staying(theme, own, other, number, today)
    if theme.household == "ouders":
        stays[1]["family_name"] = subject["family_name"]
    children = _children(own, subject["family_name"], number, today) if theme.household == "gezin" else []
    return Household(
        people=(subject, *stays, *children),
        dwelling=_dwelling(municipality, number),
        words=_words(theme, subject, stays[0], children),
        language=own.language if number % 2 else NATIVE,
    )


def minor(subject: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The same person with the birth date of someone of seventeen."""
    return {**subject, "ref": "p1", "born_on": date(today.year - SEVENTEEN, 1, 3)}


def _subject(theme: Theme, own: Background, number: int, today: date) -> dict[str, Any]:
    age = 22 + number * 7 % 12 if theme.household == "ouders" else 27 + number * 7 % 24
    sex = theme.sexes[0]
    turn = _turn(number)
    names = own.man if sex == "man" else own.vrouw
    return _person("uithuisgeplaatste", pick(names, turn), _family(own, turn), sex) | {
        "born_on": _born(today, age, number),
        "birth_place": pick(own.birth_places, number),
    }


def _staying(
    theme: Theme, own: Background, other: Background, number: int, today: date
) -> list[dict[str, Any]]:
    sex = theme.sexes[1]
    names = other.man if sex == "man" else other.vrouw
    parents = theme.household == "ouders"
    age = 66 + number % 9 if parents else 26 + number * 5 % 24
    turn = _turn(number)
    first = _person("achterblijver", pick(names, turn + 1), _family(other, turn + 1), sex) | {
        "born_on": _born(today, age, number + 3),
        "relation": "moeder" if parents else "partner",
        "safe_contact": "Overdag, via de huisarts" if number % 2 else "Telefonisch, na 10 uur",
    }
    if not parents:
        return [first]
    father = _person("huisgenoot", pick(own.man, turn + 1), "", "man")
    return [first, father | {"born_on": _born(today, age + 3, number + 5), "relation": "vader"}]


def _children(own: Background, family: str, number: int, today: date) -> list[dict[str, Any]]:
    count = 1 + number % 2
    return [
        _person("kind", pick(own.child, _turn(number) + place), family, "onbekend")
        | {"born_on": _born(today, 11 - 4 * place - number % 3, number + place), "relation": "kind"}
        for place in range(count)
    ]


def _turn(number: int) -> int:
    """How often the backgrounds have all had their turn before this case."""
    return number // len(material().backgrounds)


def _family(own: Background, turn: int) -> str:
    """A family name; once the given names are used up, they come with other family names."""
    return pick(own.family, turn + turn // len(own.family))


def _person(kind: str, given: str, family: str, sex: str) -> dict[str, Any]:
    return {"kind": kind, "given_names": given, "family_name": family, "sex": sex, "lives_there": True}


def _born(today: date, age: int, number: int) -> date:
    return date(today.year - age, 1 + number * 5 % 12, 1 + number * 11 % 28)


def _dwelling(municipality: Municipality, number: int) -> dict[str, str]:
    return {
        "street": pick(material().streets, number * 5),
        "number": str(2 + number * 7 % 88),
        "addition": "bis" if number % 9 == 0 else "",
        "postcode": f"{municipality.postcode_place[:4]} Q{'ABEGHKLNRT'[number % 10]}",
        "place": municipality.name,
        "kind_of_stay": "woont er",
    }


def _words(
    theme: Theme, subject: Mapping[str, Any], stays: Mapping[str, Any], children: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    his, hers = WORDS[subject["sex"]], WORDS[stays["sex"]]
    low = {
        "sub": f"{his['title']} {_capital(subject['family_name'])}",
        "hij": his["he"],
        "hem": his["him"],
        "zijn": his["his"],
        "ptn": f"{hers['title']} {_capital(stays['family_name'])}",
        "zij": hers["he"],
        "haar": hers["him"],
        "haars": hers["his"],
        "hg": "de vader",
        "kind": children[0]["given_names"] if children else "het kind",
    }
    return low | {_capital(name): _capital(word) for name, word in low.items()}


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
