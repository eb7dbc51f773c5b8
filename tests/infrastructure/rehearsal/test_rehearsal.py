"""A whole deployment of dev on the emulator of AWS: bootstrap, deploy, deploy again, look, destroy.

The emulator takes bad templates too: this proves wiring and order, and cfn-lint the templates.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import ObjectTypeDefinitionNode, parse

from resolvers import discovery
from tests.infrastructure.rehearsal.cloud import (
    ACCOUNT,
    ALARMS_REGION,
    REGION,
    REPOSITORY,
    Cloud,
    cdk,
    running_cloud,
    without_credentials,
)
from tests.infrastructure.rehearsal.fitting import fit

STACKS = ("Database", "Identity", "Monitoring", "Api", "Frontend", "FrontendAlarms")
"""In the order of their deployment."""

NOT_REHEARSED = {
    "Api: AWS::AppSync::GraphQLApi.RealtimeUrl",
    "Api: AWS::WAFv2::LoggingConfiguration",
    "Api: AWS::WAFv2::WebACLAssociation",
    "FrontendAlarms: Fn::GetStackOutput of another region",
    "Monitoring: AWS::Budgets::Budget",
}
"""All that is deployed otherwise than it stands in the templates."""


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """The assembly of dev, as the command line makes it without credentials, and what was changed in it."""
    folder = tmp_path_factory.mktemp("rehearsal")
    variables = without_credentials(folder / "home")
    cdk("synth", "--quiet", "--output", str(folder / "assembly"), "--context", "env=dev", variables=variables)
    return folder, fit(folder / "assembly")


@pytest.fixture(scope="module")
def cloud(synthesized: tuple[Path, set[str]]) -> Iterator[Cloud]:
    """The account with everything deployed to it, once."""
    folder, _ = synthesized
    with running_cloud(folder) as opened:
        opened.cdk("bootstrap", f"aws://{ACCOUNT}/{REGION}", f"aws://{ACCOUNT}/{ALARMS_REGION}")
        said = opened.cdk("deploy", "--all", "--require-approval", "never")
        assert re.findall(r"✅ +(\S+)", said) == [f"Impressionnistes{stack}-dev" for stack in STACKS]
        yield opened


def templates(cloud: Cloud) -> dict[str, Any]:
    """All resources of the templates that were deployed, by stack and logical id."""
    return {
        f"{path.name} {name}": resource
        for path in cloud.assembly.glob("*.template.json")
        for name, resource in json.loads(path.read_text())["Resources"].items()
    }


def expected(cloud: Cloud, kind: str, name: str) -> set[str]:
    """The names that the templates give to the resources of a type."""
    found = templates(cloud).values()
    return {resource["Properties"][name] for resource in found if resource["Type"] == kind}


def test_only_what_the_emulator_cannot_hold_is_changed(synthesized: tuple[Path, set[str]]) -> None:
    assert synthesized[1] == NOT_REHEARSED


def test_the_table_has_its_keys_its_index_and_its_stream(cloud: Cloud) -> None:
    table = cloud.client("dynamodb").describe_table(TableName=cloud.outputs("Database")["TableName"])["Table"]

    assert keys_of(table) == {"PK": "HASH", "SK": "RANGE"}
    (index,) = table["GlobalSecondaryIndexes"]
    assert (index["IndexName"], keys_of(index)) == ("GSI1", {"GSI1PK": "HASH", "GSI1SK": "RANGE"})
    assert index["Projection"]["ProjectionType"] == "ALL"
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"


def keys_of(described: dict[str, Any]) -> dict[str, str]:
    return {key["AttributeName"]: key["KeyType"] for key in described["KeySchema"]}


def test_the_table_begins_with_an_edition(cloud: Cloud) -> None:
    """The function that loads it ran as it is packaged, when CloudFormation asked it to."""
    table = cloud.outputs("Database")["TableName"]
    found = cloud.client("dynamodb").query(
        TableName=table,
        KeyConditionExpression="PK = :editions",
        ExpressionAttributeValues={":editions": {"S": "EDITIONS"}},
    )
    assert {item["SK"]["S"] for item in found["Items"]} > {"CURRENT"}


def test_the_user_pool_has_its_triggers_its_groups_and_its_client(cloud: Cloud) -> None:
    cognito, outputs = cloud.client("cognito-idp"), cloud.outputs("Identity")
    pool = cognito.describe_user_pool(UserPoolId=outputs["UserPoolId"])["UserPool"]

    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert "impressionnistes-sign-up-dev" in pool["LambdaConfig"]["PostConfirmation"]
    groups = cognito.list_groups(UserPoolId=outputs["UserPoolId"])["Groups"]
    assert {group["GroupName"] for group in groups} == {"admins", "managers", "devops"}
    client = cognito.describe_user_pool_client(
        UserPoolId=outputs["UserPoolId"], ClientId=outputs["UserPoolClientId"]
    )["UserPoolClient"]
    assert "ClientSecret" not in client


def test_every_function_is_there(cloud: Cloud) -> None:
    functions = cloud.client("lambda").list_functions()["Functions"]

    assert {one["FunctionName"] for one in functions} == expected(
        cloud, "AWS::Lambda::Function", "FunctionName"
    )
    assert {architecture for one in functions for architecture in one["Architectures"]} == {"arm64"}


def test_every_resolver_has_the_code_of_its_file(cloud: Cloud) -> None:
    appsync, api = cloud.client("appsync"), cloud.outputs("Api")["ApiId"]
    fields = list(schema_fields())
    found = {
        (one["typeName"], one["fieldName"]): one
        for type_name in {type_name for type_name, _ in fields}
        for page in appsync.get_paginator("list_resolvers").paginate(apiId=api, typeName=type_name)
        for one in page["resolvers"]
    }
    wanted = discovery.discover(fields)

    assert set(found) == {(one.type_name, one.field_name) for one in wanted}
    for one in wanted:
        deployed = found[one.type_name, one.field_name]
        assert deployed["code"] == code_of(one).read_text(), one
        # of the functions of a pipeline the emulator keeps nothing but that they are there
        steps = deployed.get("pipelineConfig", {}).get("functions", [])
        assert len(set(steps)) == steps_of(one), one


def code_of(resolver: discovery.Resolver) -> Path:
    """The file that a resolver runs itself."""
    if isinstance(resolver, discovery.LambdaResolver):
        return discovery.INVOKE
    return discovery.PIPELINE if resolver.functions else resolver.code


def steps_of(resolver: discovery.Resolver) -> int:
    """How many functions its pipeline has."""
    shared = resolver.functions if isinstance(resolver, discovery.DirectResolver) else ()
    return len(shared) + 1 if shared else 0


def schema_fields() -> Iterator[tuple[str, str]]:
    for node in parse((REPOSITORY / "schema.graphql").read_text()).definitions:
        if isinstance(node, ObjectTypeDefinitionNode):
            yield from ((node.name.value, field.name.value) for field in node.fields)


def test_the_distribution_delivers_the_site_from_its_bucket(cloud: Cloud) -> None:
    outputs = cloud.outputs("Frontend")
    found = cloud.client("cloudfront").get_distribution(Id=outputs["DistributionId"])["Distribution"]
    settings = found["DistributionConfig"]

    assert f"https://{found['DomainName']}" == outputs["DistributionUrl"]
    assert (settings["HttpVersion"], settings["DefaultRootObject"]) == ("http2and3", "index.html")
    (origin,) = settings["Origins"]["Items"]
    assert origin["DomainName"].startswith(outputs["SiteBucketName"])
    assert origin["OriginAccessControlId"]
    (assets,) = settings["CacheBehaviors"]["Items"]
    assert assets["PathPattern"] == "assets/*"


def test_the_site_is_told_where_its_api_and_its_user_pool_are(cloud: Cloud) -> None:
    """The function that delivers the site ran as it is packaged, and was given what is known only now."""
    bucket, api, identity = cloud.outputs("Frontend"), cloud.outputs("Api"), cloud.outputs("Identity")
    answer = cloud.client("s3").get_object(Bucket=bucket["SiteBucketName"], Key="config.json")
    (key,) = cloud.client("appsync").list_api_keys(apiId=api["ApiId"])["apiKeys"]

    assert answer["CacheControl"] == "no-cache"
    assert json.loads(answer["Body"].read()) == {
        "region": REGION,
        "graphqlEndpoint": api["GraphqlUrl"],
        "realtimeEndpoint": api["RealtimeUrl"],
        "apiKey": key["id"],
        "userPoolId": identity["UserPoolId"],
        "userPoolClientId": identity["UserPoolClientId"],
        "authFlow": "USER_SRP_AUTH",
    }


@pytest.mark.parametrize("region", [REGION, ALARMS_REGION])
def test_every_alarm_goes_to_the_topic_of_the_operators(cloud: Cloud, region: str) -> None:
    topics = {topic["TopicArn"] for topic in cloud.client("sns", region).list_topics()["Topics"]}
    pages = cloud.client("cloudwatch", region).get_paginator("describe_alarms").paginate()
    alarms = [alarm for page in pages for alarm in page["MetricAlarms"]]

    operators = f"arn:aws:sns:{region}:{ACCOUNT}:impressionnistes-operators-dev"
    assert operators in topics
    assert alarms
    for alarm in alarms:
        assert alarm["AlarmActions"] == [operators], alarm["AlarmName"]


def test_every_alarm_is_there(cloud: Cloud) -> None:
    found = {
        alarm["AlarmName"]
        for region in (REGION, ALARMS_REGION)
        for page in cloud.client("cloudwatch", region).get_paginator("describe_alarms").paginate()
        for alarm in page["MetricAlarms"]
    }
    assert found == expected(cloud, "AWS::CloudWatch::Alarm", "AlarmName")


def test_the_alarm_of_the_site_asks_for_its_distribution(cloud: Cloud) -> None:
    found = cloud.client("cloudwatch", ALARMS_REGION).describe_alarms(
        AlarmNames=["impressionnistes-site-errors-dev"]
    )
    (alarm,) = found["MetricAlarms"]
    dimensions = {one["Name"]: one["Value"] for one in alarm["Dimensions"]}
    stack, _, output = dimensions["DistributionId"].partition(".")
    assert stack == "ImpressionnistesFrontend-dev"
    assert cloud.outputs("Frontend")[output] == cloud.outputs("Frontend")["DistributionId"]


def test_there_are_the_topic_and_the_dashboards(cloud: Cloud) -> None:
    topics = {one["TopicArn"].split(":")[-1] for one in cloud.client("sns").list_topics()["Topics"]}
    assert topics == {"impressionnistes-operators-dev"}
    dashboards = cloud.client("cloudwatch").list_dashboards()["DashboardEntries"]
    assert {one["DashboardName"] for one in dashboards} == {
        "impressionnistes-machine-dev",
        "impressionnistes-regatta-dev",
    }


def test_a_second_deployment_finds_no_change(cloud: Cloud) -> None:
    said = cloud.cdk("deploy", "--all", "--require-approval", "never")
    for stack in STACKS:
        assert f"Impressionnistes{stack}-dev (no changes)" in said


def test_one_stack_alone_is_deployed_by_its_name(cloud: Cloud) -> None:
    said = cloud.cdk("deploy", "ImpressionnistesMonitoring-dev", "--exclusively")
    assert set(re.findall(r"Impressionnistes\w+-dev", said)) == {"ImpressionnistesMonitoring-dev"}


def test_the_stacks_are_listed(cloud: Cloud) -> None:
    assert sorted(cloud.cdk("list").split()) == sorted(f"Impressionnistes{stack}-dev" for stack in STACKS)


def test_at_last_all_is_destroyed(cloud: Cloud) -> None:
    cloud.cdk("destroy", "--all", "--force")

    for region in (REGION, ALARMS_REGION):
        left = cloud.client("cloudformation", region).describe_stacks()["Stacks"]
        assert [stack["StackName"] for stack in left] == ["CDKToolkit"]
    assert cloud.client("dynamodb").list_tables()["TableNames"] == []
    assert cloud.client("lambda").list_functions()["Functions"] == []
    assert cloud.client("cloudfront").list_distributions()["DistributionList"].get("Items", []) == []
