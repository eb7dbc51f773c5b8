"""The account on moto holds what its tables hold, and no copy of it more."""

import gc
from collections import Counter

from local.account.account import Account


def kept_by_moto() -> Counter[str]:
    gc.collect()
    kinds = (type(one) for one in gc.get_objects())
    return Counter(kind.__name__ for kind in kinds if str(kind.__module__).startswith("moto."))


def test_reading_and_writing_over_leave_no_copies_of_items(moto: Account) -> None:
    item = {"PK": {"S": "A"}, "SK": {"S": "B"}, "names": {"L": [{"S": str(number)} for number in range(20)]}}
    key = {":key": {"S": "A"}}

    def work() -> None:
        for _ in range(20):
            moto.dynamodb.put_item(TableName=moto.table_name, Item=item)  # type: ignore[arg-type]
            moto.dynamodb.query(
                TableName=moto.table_name, KeyConditionExpression="PK = :key", ExpressionAttributeValues=key
            )

    work()
    before = kept_by_moto()
    work()

    assert not kept_by_moto() - before
