"""The stacks of one environment, in the order in which they are deployed."""

import os
from typing import Any

import aws_cdk as cdk

from stacks.api_stack import ApiStack
from stacks.database_stack import DatabaseStack
from stacks.environment import Environment
from stacks.identity_stack import IdentityStack


def compose(app: cdk.App, environment: Environment) -> None:
    """Puts the stacks of an environment into the application.

    The region is that of `cdk.json`: the command line would fill in one of its own where none is set.
    """
    options: dict[str, Any] = {
        "env": cdk.Environment(account=os.environ.get("CDK_DEFAULT_ACCOUNT"), region=environment.region),
        "termination_protection": environment.termination_protection,
    }
    database = DatabaseStack(app, environment, **options)
    identity = IdentityStack(app, environment, **options)
    identity.add_stack_dependency(database)
    api = ApiStack(app, environment, identity.user_pool, identity.client, **options)
    api.add_stack_dependency(identity)
    cdk.Tags.of(app).add("application", "impressionnistes-registration")
    cdk.Tags.of(app).add("environment", environment.name)
