from __future__ import annotations

from bench.requests import Kind, once, per_migration, stages

IMAGE, LOCKS = "Microsoft.Compute/images", "Microsoft.Authorization/locks"


def log(count: int, images: int, missing: int) -> dict[str, object]:
    requests = [
        {"method": "GET", "access": "get", "type": IMAGE, "status": 200, "count": images},
        {"method": "GET", "access": "get", "type": IMAGE, "status": 404, "count": missing},
        {"method": "GET", "access": "list", "type": LOCKS, "status": 200, "count": 1},
    ]
    return {"stage": "published", "count": count, "requests": requests}


def test_what_grows_is_per_migration_and_the_rest_is_once_per_update() -> None:
    stage = stages([log(30, 93, 30), log(10, 33, 10)])["published"]
    assert stage[Kind("get", IMAGE)] == (3.0, 3.0)
    assert stage[Kind("get", IMAGE, missing=True)] == (1.0, 0.0)
    assert per_migration(stage, "get") == 4.0
    assert once(stage) == 4.0
