"""Findings of the checks of the templates that stay, each on its own resource and with the reason why."""

from typing import Any

from aws_cdk import Acknowledgment, CfnResource, Stack, Validations
from constructs import IConstruct


def accept(construct: IConstruct, reason: str, *rules: str) -> None:
    """Let findings on a construct stay.

    Args:
        reason: one sentence, for whoever reviews what was let pass.
        rules: of cdk-nag, as `AwsSolutions-S1` or `AwsSolutions-IAM5[Resource::…]`, where what is only known
            once deployed may stand as it comes, as in an ARN; and of checkov, as `CKV_AWS_18`.

    Raises:
        ValueError: a rule of checkov is to be accepted on what has no one resource.
    """
    of_checkov = [rule for rule in rules if rule.startswith("CKV")]
    for rule in rules:
        if rule not in of_checkov:
            id_ = _as_cdk_nag_writes(Stack.of(construct).resolve(rule))
            Validations.of(construct).acknowledge(Acknowledgment(id=id_, reason=reason))
    if of_checkov:
        _skip(_resource(construct), reason, of_checkov)


def _as_cdk_nag_writes(value: Any) -> str:
    """A text of a template as cdk-nag names it in findings: `<Bucket.Arn>/*`."""
    match value:
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(map(_as_cdk_nag_writes, parts))
        case {"Fn::GetAtt": [resource, attribute]}:
            return f"<{resource}.{attribute}>"
        case {"Ref": resource}:
            return f"<{resource}>"
        case _:
            return str(value)


def _resource(construct: IConstruct) -> CfnResource:
    found = construct if CfnResource.is_cfn_resource(construct) else construct.node.default_child
    if not isinstance(found, CfnResource):
        raise ValueError(f"{construct.node.path} has no resource of its own.")
    return found


def _skip(resource: CfnResource, reason: str, rules: list[str]) -> None:
    skipped = (resource.get_metadata("checkov") or {"skip": []})["skip"]
    added = [{"id": rule, "comment": reason} for rule in rules]
    resource.add_metadata("checkov", {"skip": [*skipped, *added]})
