"""Clients that others wrote for the real portal work against this one."""

import ssl
from concurrent.futures import ThreadPoolExecutor

import pytest
import trustme

from assistant.sandbox.options import Options
from tests.portal_in_a_box import running


def test_fast_bitrix24_reads_all_deals_and_runs_batches(sandbox):
    from fast_bitrix24 import Bitrix

    def read():
        client = Bitrix(sandbox.webhook(), verbose=False)
        deals = client.get_all("crm.deal.list", {"select": ["ID", "TITLE"], "filter": {"CLOSED": "N"}})
        return deals, client.call_batch({"halt": 0, "cmd": {"me": "user.current", "deal": "crm.deal.get?id=1"}})

    # It returns unfinished tasks in a thread with a running event loop, and a browser's driver leaves one in ours.
    with ThreadPoolExecutor(1) as pool:
        deals, result = pool.submit(read).result()
    expected = {str(row["id"]) for row in sandbox.table("deals") if row["semantics"] == "P"}
    assert {row["ID"] for row in deals} == expected
    assert (result["me"]["ID"], result["deal"]["TITLE"]) == ("1", "Acme Corp, licences 2026")


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def secure_sandbox(authority, tmp_path):
    """A portal in a box that speaks HTTPS."""
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    certfile, keyfile = tmp_path / "cert.pem", tmp_path / "key.pem"
    certfile.write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    keyfile.write_bytes(certificate.private_key_pem.bytes())
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with running(Options(port=0, bucket=0, certfile=certfile, keyfile=keyfile), context) as portal:
        yield portal


def test_b24pysdk_calls_over_https(secure_sandbox, authority, tmp_path, monkeypatch):
    from b24pysdk import BitrixWebhook, Client

    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(authority.cert_pem.bytes())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    domain, _, tail = secure_sandbox.webhook().removeprefix("https://").partition("/rest/")
    client = Client(BitrixWebhook(domain=domain, webhook_token=tail.strip("/")))
    answer = client.crm.deal.list(select=["ID"], filter={"CLOSED": "N"}).as_list()
    expected = {row["id"] for row in secure_sandbox.table("deals") if row["semantics"] == "P"}
    assert {int(row["ID"]) for row in answer.result} == expected
    batch = client.call_batch({"me": client.user.current(), "status": client.crm.status.list()})
    assert batch.result.result["me"]["ID"] == "1"
