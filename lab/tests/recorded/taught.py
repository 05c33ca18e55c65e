"""Makes the facts out of the recordings: `python -m tests.recorded.taught FOLDER` writes `facts/`.

The recordings themselves are no part of this repository; where they lie beside it, `test_taught` makes sure that the
facts say what they say.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from local_azure.arm.json_types import Json, as_object
from tests.recorded.flows import FACTS, SUBSCRIPTION, Exchange, Flow
from tests.recorded.headers import header_facts
from tests.recorded.shapes import shape_of

RECORDINGS = Path(__file__).parents[4] / "shared" / "reference" / "recordings"
_ALL_HEADERS = ("net_", "ps_")
_RETRY_AFTER_KEPT = ("java_", "aso_")
_WATCHED = ("azure-asyncoperation", "location", "retry-after")
_OPERATION = re.compile(r"/([0-9a-zA-Z-]{20,})$")


def flows(folder: Path) -> Iterator[Flow]:
    """Every recorded flow in a folder, as facts; the error tables beside them are no flows."""
    for path in sorted(folder.glob("*.json")):
        if not path.name.startswith("errors"):
            yield taught_by(path.stem, json.loads(path.read_text(encoding="utf-8")))


def taught_by(name: str, recording: Json) -> Flow:
    """One flow as facts."""
    source = as_object(recording["source"])
    repository = f"{source.get('repo')} {source.get('path')}"
    recorded = re.match(r"\d{4}-\d{2}-\d{2}", str(source.get("recorded"))) or re.match(r".*", _version_date(name))
    operations: dict[str, int] = {}
    exchanges = [_fact(name, number, each, operations) for number, each in enumerate(recording["exchanges"])]
    return Flow(name, repository, recorded.group() if recorded else "", exchanges)


def _fact(name: str, number: int, recorded: Json, operations: dict[str, int]) -> Exchange:
    request, answer = as_object(recorded["request"]), as_object(recorded["response"])
    headers = as_object(answer.get("headers"))
    facts = header_facts(headers)
    poll_of = _poll_of(str(request["path"]), operations)
    for identifier in _operation_ids(headers):
        operations.setdefault(identifier, number)
    query = {key: str(value) for key, value in as_object(request.get("query")).items()}
    return Exchange(
        method=str(request["method"]),
        path="" if poll_of is not None else _neutral(str(request["path"])),
        query={key: value for key, value in query.items() if key in ("api-version", "$expand", "$filter")},
        body=json.loads(_neutral(json.dumps(request["body"]))) if request.get("body") is not None else None,
        status=int(answer["status"]),
        headers=facts,
        absent=_absent(name, facts),
        shape=shape_of(json.loads(_neutral(json.dumps(answer.get("body"))))),
        poll_of=poll_of,
        monitor=query.get("monitor") == "true" or "/operationresults/" in str(request["path"]).lower(),
    )


def _operation_ids(headers: Mapping[str, object]) -> Iterator[str]:
    for name, value in headers.items():
        if name.lower() in ("azure-asyncoperation", "location"):
            found = _OPERATION.search(str(value).split("?", 1)[0])
            if found:
                yield found.group(1)


def _poll_of(path: str, operations: dict[str, int]) -> int | None:
    """The exchange whose operation a path polls; -1 where that is not said, None for no poll."""
    found = _OPERATION.search(path)
    if found and found.group(1) in operations and "operation" in path.lower():
        return operations[found.group(1)]
    return -1 if re.search(r"/(\w*operations|operationresults)/[^/]+$", path, re.IGNORECASE) else None


def _absent(name: str, facts: dict[str, str]) -> list[str]:
    if name.startswith(_ALL_HEADERS):
        return [each for each in _WATCHED if each not in facts]
    if name.startswith(_RETRY_AFTER_KEPT) and "retry-after" not in facts:
        return ["retry-after"]
    return []


def _neutral(text: str) -> str:
    """One subscription everywhere: who recorded is nobody's business here; ids start with a slash."""
    text = re.sub(r"(?<=[\"/])subscriptions/[^/\"]+", f"subscriptions/{SUBSCRIPTION}", text, flags=re.IGNORECASE)
    return text.replace('"subscriptions/', '"/subscriptions/')


def _version_date(name: str) -> str:
    """The date of the api-version in a flow's name, for documented flows that nobody recorded."""
    found = re.search(r"\d{4}-\d{2}-\d{2}|\d{4}", name)
    text = found.group() if found else "2024"
    return text if len(text) == 10 else f"{text}-06-04"


def main(folder: Path) -> None:
    """Write the facts anew."""
    FACTS.mkdir(exist_ok=True)
    for flow in flows(folder):
        (FACTS / f"{flow.name}.jsonl").write_text(flow.to_text(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
