"""Answers to CloudFormation, which waits for one however a custom resource turns out."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen


@contextmanager
def report(event: Mapping[str, Any], physical_id: str) -> Iterator[None]:
    """Tells CloudFormation whether the block succeeded; what it raised goes on.

    Args:
        event: as CloudFormation sent it.
        physical_id: of the custom resource; with another one CloudFormation would replace it.
    """
    try:
        yield
    except Exception as error:
        _answer(event, physical_id, "FAILED", f"{type(error).__name__}: {error}")
        raise
    _answer(event, physical_id, "SUCCESS", "")


def _answer(event: Mapping[str, Any], physical_id: str, status: str, reason: str) -> None:
    body = {
        "Status": status,
        "Reason": reason,
        "PhysicalResourceId": physical_id,
        **{name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")},
    }
    # The address is signed for a request without a content type.
    request = Request(  # noqa: S310
        event["ResponseURL"], json.dumps(body).encode(), {"Content-Type": ""}, method="PUT"
    )
    with urlopen(request, timeout=10):  # noqa: S310
        pass
