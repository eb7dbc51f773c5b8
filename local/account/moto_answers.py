"""Makes moto's answers cost what they are long: an item goes on the wire as moto holds it.

moto walks each item by the description of its shape, which is most of the time of a read, and changes nothing
in one without binary attributes, as ours are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from moto.core.model import Shape
from moto.core.serialize import ResponseSerializer


@contextmanager
def items_as_they_are() -> Iterator[None]:
    """moto does not walk the items of an answer, meanwhile."""
    walk = ResponseSerializer._serialize

    def serialize(serializer: Any, serialized: Any, value: Any, shape: Shape, key: str) -> None:
        if shape.name == "AttributeMap":
            serializer._default_serialize(serialized, value, shape, key)
        else:
            walk(serializer, serialized, value, shape, key)

    with mock.patch.object(ResponseSerializer, "_serialize", serialize):
        yield
