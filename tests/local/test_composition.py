"""The API of this repository on one's own machine runs functions as they are deployed."""

from typing import Any

import pytest

from local.account.account import Account
from local.appsync.lambdas import LambdaContext
from local.site import account_api
from resolvers.registration import handler as registration
from stacks import time_limits

MESSAGE = 'mutation { sendMessage(input: {name: "A", email: "a@example.org", subject: "B", message: "C"}) }'


def test_a_function_has_no_more_time_than_when_it_is_deployed(
    moto: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []

    def handler(event: Any, context: LambdaContext) -> dict[str, Any]:
        left.append(context.get_remaining_time_in_millis())
        return {"result": True}

    monkeypatch.setattr(registration, "handler", handler)
    api = account_api(moto)
    caller = api.credentials.caller({"x-api-key": moto.api_key}, "127.0.0.1")

    assert api.execute(MESSAGE, None, None, caller).data == {"sendMessage": True}
    (milliseconds,) = left
    assert 1000 * (time_limits.FIELD - 1) < milliseconds <= 1000 * time_limits.FIELD
