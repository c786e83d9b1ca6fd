"""The authority that answers, and a decision to be signed."""

from collections.abc import Iterator

import pytest

from huisverbod.signing.keys import CardKey
from huisverbod.signing.trust import Trust
from tests.signing.authority import Authority, running
from tests.signing.cards import inserted
from tests.test_documents import IMPOSE, drawn


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with running(tmp_path_factory.mktemp("authority")) as found:
        yield found


@pytest.fixture(scope="session")
def trust(authority: Authority) -> Trust:
    return Trust([authority.certificate("root")], [authority.stamper])


@pytest.fixture(scope="session")
def decision() -> bytes:
    return drawn()[IMPOSE][1].content


@pytest.fixture(scope="session")
def card(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CardKey]:
    """A card with the municipality's seal on it."""
    with inserted(authority, "seal", tmp_path_factory.mktemp("card")) as found:
        yield found
