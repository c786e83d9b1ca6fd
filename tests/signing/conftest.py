"""The authority that answers, and a decision to be signed."""

from collections.abc import Iterator

import pytest

from huisverbod.signing.trust import Trust
from tests.signing.authority import Authority, running
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
