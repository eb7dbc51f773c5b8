"""What can be paid for together."""

from dataclasses import replace

import pytest

from resolvers.regatta.crew import Crew
from resolvers.regatta.payment import payable_amount
from resolvers.regatta.price import with_paid
from resolvers.regatta.refusals import Invalid, NotComplete, NothingDue, Refusal
from resolvers.regatta.vocabulary import CrewStatus, Missing
from tests.regatta.builders import crew, men

FOUR = replace(crew("MM4-", men(30, 30, 30, 30)), id="four")
EIGHT = replace(crew("SM8+", men(*[20] * 9)), id="eight")
PAID = replace(FOUR, id="paid", price=with_paid(FOUR.price, 8000))
PARTLY = replace(FOUR, id="partly", price=with_paid(FOUR.price, 3000))
BEGUN = replace(crew("MM4-", men(30)), id="begun")


@pytest.mark.parametrize(
    ("crews", "amount"),
    [
        pytest.param([FOUR], 8000, id="one"),
        pytest.param([FOUR, EIGHT], 26000, id="two"),
        pytest.param([PARTLY, FOUR], 13000, id="what is left of a part payment"),
    ],
)
def test_the_amount_is_what_is_due(crews: list[Crew], amount: int) -> None:
    assert payable_amount(crews) == amount


@pytest.mark.parametrize(
    ("crews", "refusal"),
    [
        pytest.param([], NothingDue, id="none"),
        pytest.param([FOUR, PAID], NothingDue, id="one is paid"),
        pytest.param([FOUR, BEGUN], NotComplete, id="one is incomplete"),
        pytest.param([replace(FOUR, status=CrewStatus.WAITING)], NotComplete, id="it waits"),
        pytest.param([FOUR, FOUR], Invalid, id="twice"),
    ],
)
def test_what_can_not_be_paid(crews: list[Crew], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        payable_amount(crews)


def test_the_refusal_says_what_is_missing() -> None:
    with pytest.raises(NotComplete) as refused:
        payable_amount([BEGUN])
    assert refused.value.info == {"missing": [str(Missing.SEATS)]}
