"""Reads from synthesized templates what each function may do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.aws_calls import AwsCall
from tests.infrastructure.synthesis import Template

LEADING_KEYS = "ForAllValues:StringLike dynamodb:LeadingKeys"
PREFIX = "StringEquals s3:prefix"
SENDER = "StringEquals ses:FromAddress"


@dataclass(frozen=True, slots=True)
class Permission:
    """One action of a statement, on one of its resources, under one value of its condition.

    Attributes:
        function: folder below `resolvers/`.
        resource: its ARN; what is only known once deployed stands as `<stack.logical id.attribute>`.
        condition: operator and key, as `StringEquals ses:FromAddress`; empty without.
        value: that the condition wants.
    """

    function: str
    action: str
    resource: str
    condition: str = ""
    value: str = ""

    def allows(self, call: AwsCall, deployed: Mapping[str, str]) -> bool:
        """Whether it lets a call of the tests pass.

        Args:
            deployed: what stands in an environment for each name that the tests know it by.
        """
        name, slash, rest = call.resource.partition("/")
        resource = deployed.get(call.resource) or deployed.get(name, name) + slash + rest
        met = {
            "": True,
            LEADING_KEYS: fnmatchcase(call.detail, self.value),
            PREFIX: call.detail == self.value,
            SENDER: call.detail == "",
        }
        return (
            (self.function, self.action) == (call.function, call.action)
            and fnmatchcase(resource, self.resource)
            and met[self.condition]
        )


def folder_of(function: Mapping[str, Any]) -> str:
    """The folder below `resolvers/` that a function's handler lies in."""
    handler: str = function["Properties"]["Handler"]
    return handler.removeprefix("resolvers.").removesuffix(".handler.handler").replace(".", "/")


class Policies:
    """The policies of all stacks of an environment."""

    def __init__(self, stacks: Mapping[str, Template]) -> None:
        self._stacks = stacks

    def functions(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Each function with its stack and its logical id."""
        for stack, template in self._stacks.items():
            for key, function in template.of_type("AWS::Lambda::Function").items():
                yield stack, key, function

    def of_function(self, stack: str, function: Mapping[str, Any]) -> Iterator[Permission]:
        """What the role of a function may do."""
        (role, _) = function["Properties"]["Role"]["Fn::GetAtt"]
        yield from self.of_role(stack, role, folder_of(function))

    def of_role(self, stack: str, role: str, holder: str) -> Iterator[Permission]:
        """What a role may do, by the policies in it and those that are attached to it."""
        resources = self._stacks[stack].content["Resources"]
        own = resources[role]["Properties"]
        assert "ManagedPolicyArns" not in own, (
            f"{role}: a policy that AWS changes at will is not least privilege"
        )
        documents = [policy["PolicyDocument"] for policy in own.get("Policies", ())]
        documents += [
            policy["Properties"]["PolicyDocument"]
            for policy in self._stacks[stack].of_type("AWS::IAM::Policy").values()
            if {"Ref": role} in policy["Properties"]["Roles"]
        ]
        for document in documents:
            for statement in document["Statement"]:
                yield from self._permissions(stack, statement, holder)

    def _permissions(self, stack: str, statement: Mapping[str, Any], holder: str) -> Iterator[Permission]:
        assert statement["Effect"] == "Allow"
        conditions = [
            (f"{operator} {key}", value)
            for operator, wanted in statement.get("Condition", {}).items()
            for key, values in wanted.items()
            for value in _list(values)
        ] or [("", "")]
        for action in _list(statement["Action"]):
            for resource in _list(statement["Resource"]):
                for condition, value in conditions:
                    yield Permission(holder, action, self.text(stack, resource), condition, value)

    def text(self, stack: str, value: Any) -> str:
        """A value of a template, with what is only known once deployed as `<stack.logical id.attribute>`."""
        match value:
            case str():
                return value
            case {"Ref": str(name)}:
                return f"<{name}>" if name.startswith("AWS::") else f"<{stack}.{name}>"
            case {"Fn::GetAtt": [str(name), str(attribute)]}:
                return f"<{stack}.{name}.{attribute}>"
            case {"Fn::Join": [str(separator), list(parts)]}:
                return separator.join(self.text(stack, part) for part in parts)
            case {"Fn::Sub": str(template)}:
                return template.replace("${", "<").replace("}", ">")
            case {"Fn::ImportValue": str(name)}:
                return self._exported(name)
        raise ValueError(f"{stack}: {value}")

    def _exported(self, name: str) -> str:
        for stack, template in self._stacks.items():
            for output in template.content.get("Outputs", {}).values():
                if output.get("Export", {}).get("Name") == name:
                    return self.text(stack, output["Value"])
        raise ValueError(f"no stack exports {name}")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
