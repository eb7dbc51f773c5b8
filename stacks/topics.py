"""Where alarms go: the topic that the operators are subscribed to."""

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from stacks.alarms import OPERATORS
from stacks.environment import Environment
from stacks.findings import accept


def operators_topic(scope: Construct, environment: Environment, services: Sequence[str]) -> sns.Topic:
    """The topic of the operators in one region; AWS asks each of them to confirm the subscription.

    Args:
        services: of AWS, that may publish to it for this account.
    """
    made = sns.Topic(
        scope,
        OPERATORS.capitalize(),
        topic_name=environment.resource_name(OPERATORS),
        display_name=f"Impressionnistes {environment.name}",
        enforce_ssl=True,
    )
    for email in environment.operator_emails:
        made.add_subscription(subscriptions.EmailSubscription(email))
    # A topic with a policy of its own no longer takes what the account's services send by default.
    for service in services:
        made.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["sns:Publish"],
                resources=[made.topic_arn],
                principals=[iam.ServicePrincipal(service)],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(scope).account}},
            )
        )
    accept(
        made,
        "It carries no personal data, and alarms can't be sent through AWS's own key; one of ours costs a "
        "dollar each month.",
        "CKV_AWS_26",
    )
    return made
