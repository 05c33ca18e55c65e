"""Queries over HTTP, and the codes of their refusals."""

from __future__ import annotations

from typing import Any

import httpx

from harness.local_azure import InProcessAzure

PATH = "/providers/Microsoft.ResourceGraph/resources"
JSON = {"content-type": "application/json"}


def ask(azure: InProcessAzure, query: str, **rest: Any) -> httpx.Response:
    headers = {**JSON, **rest.pop("headers", {})}
    return azure.request("POST", PATH, {"query": query, **rest}, api_version="2021-03-01", headers=headers)


def rows(azure: InProcessAzure, query: str, **rest: Any) -> list[dict[str, Any]]:
    answer = ask(azure, query, **rest)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def names(azure: InProcessAzure, query: str, **rest: Any) -> list[str]:
    return [each["name"] for each in rows(azure, query, **rest)]


def causes(answer: httpx.Response) -> list[str]:
    return [each["code"] for each in answer.json()["error"]["details"]]
