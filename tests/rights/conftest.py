"""One company and one Redis for the tests of rights."""

from collections.abc import Iterator

import pytest

from assistant.processes.embedded_redis import EmbeddedRedis
from tests.portal_in_a_box import RunningSandbox
from tests.rights.company import company_of_many_roles
from tests.rights.office import Office, office


@pytest.fixture(scope="package")
def company() -> Iterator[RunningSandbox]:
    with company_of_many_roles() as sandbox:
        yield sandbox


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    with EmbeddedRedis(tmp_path_factory.mktemp("rights")) as redis:
        yield redis


@pytest.fixture(scope="package", params=["tokens", "webhook"])
def at_office(request: pytest.FixtureRequest, company: RunningSandbox, store: EmbeddedRedis) -> Iterator[Office]:
    with office(company, store.url, by_webhook=request.param == "webhook") as opened:
        yield opened
