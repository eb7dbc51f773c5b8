"""The stacks of one environment, in the order in which they are deployed."""

import os
from itertools import pairwise
from typing import Any

import aws_cdk as cdk

from stacks.api_stack import ApiStack, api_key_parameter
from stacks.database_stack import DatabaseStack
from stacks.environment import Environment
from stacks.frontend_alarms_stack import REGION, FrontendAlarmsStack
from stacks.frontend_stack import Backend, FrontendStack
from stacks.identity_stack import IdentityStack
from stacks.monitoring_stack import MonitoringStack


def compose(app: cdk.App, environment: Environment) -> None:
    """Puts the stacks of an environment into the application.

    The region is that of `cdk.json`: the command line would fill in one of its own where none is set.
    """
    account = os.environ.get("CDK_DEFAULT_ACCOUNT")
    options: dict[str, Any] = {
        "env": cdk.Environment(account=account, region=environment.region),
        "termination_protection": environment.termination_protection,
    }
    elsewhere = options | {"env": cdk.Environment(account=account, region=REGION)}
    database = DatabaseStack(app, environment, **options)
    identity = IdentityStack(app, environment, **options)
    api = ApiStack(app, environment, identity.user_pool, identity.client, **options)
    backend = Backend(
        graphql_url=api.graphql_url,
        realtime_url=api.realtime_url,
        api_key_parameter=api_key_parameter(environment),
        user_pool_id=identity.user_pool.user_pool_id,
        user_pool_client_id=identity.client.user_pool_client_id,
    )
    frontend = FrontendStack(app, environment, backend, **options)
    alarms = FrontendAlarmsStack(app, environment, frontend.distribution, **elsewhere)
    # Made last, for its dashboards show what the others hold; it needs none of them to be deployed.
    monitoring = MonitoringStack(app, environment, **options)
    for earlier, later in pairwise((database, identity, monitoring, api, frontend, alarms)):
        later.add_stack_dependency(earlier)
    cdk.Tags.of(app).add("application", "impressionnistes-registration")
    cdk.Tags.of(app).add("environment", environment.name)
