"""A portal with a certificate of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from assistant.bitrix24 import Transport
from assistant.errors import PortalUnavailableError, SettingsError
from assistant.sandbox.options import Options
from tests.bitrix24.conftest import QUICK
from tests.portal_in_a_box import RunningSandbox, running


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def portal(authority: trustme.CA, tmp_path: Path) -> Iterator[RunningSandbox]:
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    certificate.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    certificate.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    with running(Options(port=0, certfile=tmp_path / "cert.pem", keyfile=tmp_path / "key.pem")) as portal:
        yield portal


def ask(transport: Transport, portal: RunningSandbox) -> object:
    token = portal.tokens()["anna"].access_token
    return transport.call(f"{portal.url}/rest/", "profile", {}, auth=token, repeatable=True).result["NAME"]


def test_it_is_trusted_when_its_authority_is_in_the_bundle(
    portal: RunningSandbox, authority: trustme.CA, tmp_path: Path
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with Transport(QUICK, ca_bundle=tmp_path / "ca.pem") as transport:
        assert ask(transport, portal)


def test_it_is_not_trusted_otherwise(portal: RunningSandbox) -> None:
    with Transport(QUICK) as transport, pytest.raises(PortalUnavailableError):
        ask(transport, portal)


def test_the_bundle_adds_to_the_public_authorities(authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with Transport() as usual, Transport(ca_bundle=tmp_path / "ca.pem") as more:
        assert trusted(more) == trusted(usual) + 1


def trusted(transport: Transport) -> int:
    pool = transport.http._transport._pool  # type: ignore[attr-defined]
    return len(pool._ssl_context.get_ca_certs())


@pytest.mark.parametrize("content", [None, "no certificate"], ids=["missing", "text"])
def test_a_bundle_without_certificates_is_a_wrong_setting(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / "ca.pem").write_text(content)
    with pytest.raises(SettingsError, match="ASSISTANT_CA_BUNDLE"):
        Transport(ca_bundle=tmp_path / "ca.pem")
