from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.doctor.proxy import proxies, spares

P = "http://proxy.corp:3128"


def test_without_one_there_is_none() -> None:
    assert (proxies({"NO_PROXY": "x"}).well, proxies({}).found) == (True, "none")


@pytest.mark.parametrize(
    "environment",
    [
        {"HTTPS_PROXY": P},
        {"HTTPS_PROXY": P, "HTTP_PROXY": P},
        {"https_proxy": P, "no_proxy": "localhost, 127.0.0.1"},
        {"https_proxy": P, "HTTPS_PROXY": P, "no_proxy": "127.0.0.0/8"},
        {"http_proxy": P, "no_grpc_proxy": "127.0.0.1"},
    ],
)
def test_what_spares_this_machine_is_well(environment: dict[str, str]) -> None:
    found = proxies(environment)
    assert found.well is True
    assert P in found.found


@pytest.mark.parametrize("name", ["http_proxy", "https_proxy"])
@pytest.mark.parametrize("spared", ["", "localhost", "*", "10.0.0.0/8", "not/a/network"])
def test_a_proxy_in_lower_case_for_this_machine_is_told_with_what_to_type(name: str, spared: str) -> None:
    """grpc's library takes it for the program's connection to its engine too."""
    found = proxies({name: P, "no_proxy": spared, "NO_PROXY": "127.0.0.1"})
    assert found.well is False
    assert "for 127.0.0.1 too" in found.found
    kept = f"{spared}," if spared else "127.0.0.1,"
    assert f"`export no_proxy={kept}127.0.0.1`" in found.remedy


@pytest.mark.parametrize("value", ["proxy.corp:3128", "proxy.corp", "http://", "socks5://proxy.corp:1", "http://x:y"])
def test_what_is_no_url_is_told_with_the_form(value: str) -> None:
    found = proxies({"HTTPS_PROXY": value})
    assert (found.well, found.found) == (False, f"HTTPS_PROXY is {value}")
    assert "`export HTTPS_PROXY=http://HOST:PORT`" in found.remedy


def test_two_spellings_with_two_values_are_told() -> None:
    found = proxies({"https_proxy": P, "HTTPS_PROXY": "http://other:1", "no_proxy": "127.0.0.1"})
    assert found.well is False
    assert "name two proxies" in found.found
    assert "`unset HTTPS_PROXY`" in found.remedy


@pytest.mark.parametrize("value", ["http://somebody:secret@proxy.corp:3128", "somebody:secret@proxy.corp:3128"])
def test_an_account_is_shown_to_nobody(value: str) -> None:
    found = proxies({"HTTPS_PROXY": value})
    assert "secret" not in found.found + found.remedy
    assert "somebody" not in found.found + found.remedy
    assert "@proxy.corp:3128" in found.found


def test_a_managed_identity_is_asked_for_without_the_proxy() -> None:
    environment = {"HTTP_PROXY": P, "NO_PROXY": "x"}
    found = proxies(environment, managed_identity=True)
    assert found.well is False
    assert "`export no_proxy=x,169.254.169.254 NO_PROXY=x,169.254.169.254`" in found.remedy
    assert proxies(environment).well is True
    assert proxies(environment | {"NO_PROXY": "169.254.169.254"}, managed_identity=True).well is True
    assert proxies({"HTTPS_PROXY": P}, managed_identity=True).well is True


def test_hosts_are_spared_by_their_end_or_their_network() -> None:
    assert spares("a, 0.0.1", "127.0.0.1")
    assert not spares(",", "127.0.0.1")
