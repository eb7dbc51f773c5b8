"""The API as it is deployed: schema, callers, limits, resolvers with their code, functions, firewall."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from graphql import parse

from resolvers.discovery import INVOKE, LAMBDA_FOLDERS, PIPELINE, DirectResolver, discover
from stacks import query_limits, time_limits
from stacks.firewall import MESSAGES, REQUESTS
from stacks.schema import SCHEMA, deployed_schema, schema_fields
from tests.infrastructure.conftest import Stacks
from tests.infrastructure.synthesis import Template, synthesize

LARGEST_CODE = 32_768
"""Characters of a file of APPSYNC_JS."""

FIELDS = discover(schema_fields())


@pytest.fixture
def api(stacks: Stacks) -> Template:
    """The stack of the API of each environment."""
    return stacks["Api"]


def graphql(template: Template) -> dict[str, Any]:
    return template.only("AWS::AppSync::GraphQLApi")


def without_descriptions(node: Any) -> Any:
    """A syntax tree as plain values, but for its descriptions and places."""
    if isinstance(node, Mapping):
        return {key: without_descriptions(node[key]) for key in node if key not in {"description", "loc"}}
    return [without_descriptions(item) for item in node] if isinstance(node, list | tuple) else node


def descriptions(node: Any) -> Iterator[Any]:
    """Every description in a syntax tree."""
    if isinstance(node, Mapping):
        yield from filter(None, [node.get("description")])
    parts = node.values() if isinstance(node, Mapping) else node if isinstance(node, list | tuple) else ()
    for part in parts:
        yield from descriptions(part)


def test_the_schema_is_deployed_as_it_is_but_for_its_descriptions(api: Template) -> None:
    deployed = api.only("AWS::AppSync::GraphQLSchema")["Definition"]

    there, here = parse(deployed).to_dict(), parse(SCHEMA.read_text()).to_dict()
    assert without_descriptions(there) == without_descriptions(here)
    assert list(descriptions(there)) == []
    assert list(descriptions(here)) != []


def test_the_schema_keeps_its_descriptions_where_the_setting_says_so() -> None:
    assert deployed_schema(described=True) == SCHEMA.read_text()


def test_people_call_with_tokens_of_the_site_the_public_with_a_key_the_system_with_iam(api: Template) -> None:
    properties = graphql(api)
    pool = properties["UserPoolConfig"]
    assert properties["AuthenticationType"] == "AMAZON_COGNITO_USER_POOLS"
    assert pool["DefaultAction"] == "ALLOW"
    assert "UserPool" in pool["UserPoolId"]["Fn::ImportValue"]
    assert "UserPoolSite" in pool["AppIdClientRegex"]["Fn::ImportValue"]
    others = [mode["AuthenticationType"] for mode in properties["AdditionalAuthenticationProviders"]]
    assert sorted(others) == ["API_KEY", "AWS_IAM"]


def test_a_request_is_limited_as_on_ones_own_machine(api: Template) -> None:
    properties = graphql(api)
    assert properties["QueryDepthLimit"] == query_limits.DEPTH
    assert properties["ResolverCountLimit"] == query_limits.RESOLVERS


def test_the_schema_is_not_told_in_prod(dev: Stacks, prod: Stacks) -> None:
    assert graphql(dev["Api"])["IntrospectionConfig"] == "ENABLED"
    assert graphql(prod["Api"])["IntrospectionConfig"] == "DISABLED"


def test_failures_of_fields_are_logged_and_traced_without_what_was_asked(api: Template) -> None:
    properties = graphql(api)
    assert properties["XrayEnabled"] is True
    assert properties["LogConfig"]["FieldLogLevel"] == "ERROR"
    assert properties["LogConfig"]["ExcludeVerboseContent"] is True


@pytest.mark.parametrize("resolver", FIELDS, ids=lambda one: f"{one.type_name}.{one.field_name}")
def test_each_field_is_resolved_by_its_file(dev: Stacks, resolver: Any) -> None:
    template = dev["Api"]
    resources = template.content["Resources"]
    found = [item["Properties"] for item in template.of_type("AWS::AppSync::Resolver").values()]
    (made,) = [
        one
        for one in found
        if (one["TypeName"], one["FieldName"]) == (resolver.type_name, resolver.field_name)
    ]
    assert made["Runtime"] == {"Name": "APPSYNC_JS", "RuntimeVersion": "1.0.0"}
    if isinstance(resolver, DirectResolver) and resolver.functions:
        functions = [
            resources[item["Fn::GetAtt"][0]]["Properties"] for item in made["PipelineConfig"]["Functions"]
        ]
        assert made["Code"] == PIPELINE.read_text()
        assert [one["Code"] for one in functions] == [
            path.read_text() for path in (*resolver.functions, resolver.code)
        ]
        sources = {source_of(template, one) for one in functions}
        assert all(one["Runtime"] == made["Runtime"] for one in functions)
    else:
        direct = isinstance(resolver, DirectResolver)
        assert made["Code"] == (resolver.code if direct else INVOKE).read_text()
        sources = {source_of(template, made)}
    assert sources == {"table" if isinstance(resolver, DirectResolver) else resolver.folder}


def source_of(template: Template, step: Mapping[str, Any]) -> str:
    source = template.content["Resources"][step["DataSourceName"]["Fn::GetAtt"][0]]
    name: str = source["Properties"]["Name"]
    return name


def test_nothing_else_is_resolved(api: Template) -> None:
    assert len(api.of_type("AWS::AppSync::Resolver")) == len(FIELDS)


@pytest.mark.parametrize("path", sorted(INVOKE.parent.rglob("*.js")), ids=lambda path: path.name)
def test_a_file_is_as_short_as_appsync_wants_it(path: Path) -> None:
    assert len(path.read_text()) <= LARGEST_CODE


def functions(template: Template) -> dict[str, Any]:
    found = [item["Properties"] for item in template.of_type("AWS::Lambda::Function").values()]
    return {one["Handler"].split(".")[1]: one for one in found}


def test_each_folder_is_one_function(api: Template) -> None:
    assert set(functions(api)) == set(LAMBDA_FOLDERS)
    sources = {
        item["Properties"]["Name"]: item["Properties"]
        for item in api.of_type("AWS::AppSync::DataSource").values()
    }
    assert set(sources) == {*LAMBDA_FOLDERS, "table"}
    for function in functions(api).values():
        assert function["Architectures"] == ["arm64"]
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert function["Timeout"] == time_limits.FIELD < 30, "AppSync gives up then"
        assert set(function["Environment"]["Variables"]) >= {"TABLE_NAME", "POWERTOOLS_SERVICE_NAME"}


def test_erasures_are_noted_where_there_are_backups(dev: Stacks, prod: Stacks) -> None:
    noting = {
        folder: function["Environment"]["Variables"]["BACKUPS_BUCKET"]
        for folder, function in functions(prod["Api"]).items()
        if "BACKUPS_BUCKET" in function["Environment"]["Variables"]
    }
    assert set(noting) == {"privacy"}
    parameter = prod["Api"].content["Parameters"][noting["privacy"]["Ref"]]
    told = prod["Database"].named("AWS::SSM::Parameter", "Name", parameter["Default"])
    (bucket_id,) = prod["Database"].of_type("AWS::S3::Bucket")
    assert told["Value"] == {"Ref": bucket_id}
    exported = [output for output in prod["Database"].content["Outputs"].values() if "Export" in output]
    assert exported == [], "what another stack imports could go no more"
    assert not [
        folder
        for folder, function in functions(dev["Api"]).items()
        if "BACKUPS_BUCKET" in function["Environment"]["Variables"]
    ]


@pytest.mark.parametrize(
    ("emails", "written_to"),
    [
        pytest.param([], "inscriptions@dev.impressionnistes.example", id="the sender where nobody is named"),
        pytest.param(["one@club.example"], "one@club.example", id="one"),
        pytest.param(["one@club.example", "two@club.example"], "one@club.example,two@club.example", id="all"),
    ],
)
def test_what_is_written_to_the_organisers_reaches_all_of_them(
    emails: list[str], written_to: str, tmp_path: Path
) -> None:
    found = functions(synthesize("dev", tmp_path, organiserEmails=emails)["Api"])
    variables = {folder: function["Environment"]["Variables"] for folder, function in found.items()}
    told = {folder: of["ORGANISERS_EMAIL"] for folder, of in variables.items() if "ORGANISERS_EMAIL" in of}
    assert told == {"registration": written_to, "administration": written_to}


def test_fields_call_snapshots_in_prod_only(dev: Stacks, prod: Stacks) -> None:
    assert dev["Api"].of_type("AWS::Lambda::Alias") == {}
    aliases = prod["Api"].of_type("AWS::Lambda::Alias")
    assert len(aliases) == len(LAMBDA_FOLDERS)
    for item in prod["Api"].of_type("AWS::AppSync::DataSource").values():
        if item["Properties"]["Type"] == "AWS_LAMBDA":
            assert item["Properties"]["LambdaConfig"]["LambdaFunctionArn"]["Ref"] in aliases
    assert all("SnapStart" not in one for one in functions(dev["Api"]).values())
    assert all(
        one["SnapStart"] == {"ApplyOn": "PublishedVersions"} for one in functions(prod["Api"]).values()
    )


def test_a_data_source_may_invoke_its_function_only(api: Template) -> None:
    for item in api.of_type("AWS::AppSync::DataSource").values():
        source = item["Properties"]
        if source["Type"] != "AWS_LAMBDA":
            continue
        role = api.content["Resources"][source["ServiceRoleArn"]["Fn::GetAtt"][0]]["Properties"]
        ((statement,),) = [policy["PolicyDocument"]["Statement"] for policy in role["Policies"]]
        assert statement["Action"] == "lambda:InvokeFunction"
        assert statement["Resource"] == source["LambdaConfig"]["LambdaFunctionArn"]


def test_each_log_ends(dev: Stacks, prod: Stacks) -> None:
    for template, days in ((dev["Api"], 14), (prod["Api"], 365)):
        groups = template.of_type("AWS::Logs::LogGroup").values()
        assert len(groups) == len(LAMBDA_FOLDERS) + 2  # the API's, the firewall's
        assert {group["Properties"]["RetentionInDays"] for group in groups} == {days}


def test_api_keys_end_on_the_days_of_the_settings(tmp_path: Path) -> None:
    slots = {"slot1": "2027-10-01", "slot2": "2027-08-01"}
    template = synthesize("dev", tmp_path, apiKeys=slots)["Api"]
    keys = template.of_type("AWS::AppSync::ApiKey")
    ends = {
        key.removeprefix("GraphQL")[:5]: datetime.fromtimestamp(item["Properties"]["Expires"], UTC)
        for key, item in keys.items()
    }
    assert ends == {
        "Slot1": datetime(2027, 10, 1, 23, tzinfo=UTC),
        "Slot2": datetime(2027, 8, 1, 23, tzinfo=UTC),
    }
    served = template.named("AWS::SSM::Parameter", "Name", "/impressionnistes/dev/api-key")["Value"]
    assert served["Fn::GetAtt"][0].startswith("GraphQLSlot1"), "the one that ends last"


def rules(template: Template) -> dict[str, Any]:
    return {rule["Name"]: rule for rule in template.only("AWS::WAFv2::WebACL")["Rules"]}


def test_an_address_may_ask_so_often_and_send_fewer_messages(api: Template) -> None:
    requests, messages = (
        rules(api)[name]["Statement"]["RateBasedStatement"] for name in ("requests", "messages")
    )
    assert (requests["Limit"], messages["Limit"]) == (REQUESTS, MESSAGES)
    assert requests["AggregateKeyType"] == messages["AggregateKeyType"] == "IP"
    assert "ScopeDownStatement" not in requests
    assert messages["ScopeDownStatement"]["ByteMatchStatement"]["SearchString"] == "sendMessage"
    assert "Block" in rules(api)["requests"]["Action"]
    assert "Block" in rules(api)["messages"]["Action"]


def test_long_bodies_pass_the_firewall(api: Template) -> None:
    managed = {
        name: rule["Statement"]["ManagedRuleGroupStatement"]
        for name, rule in rules(api).items()
        if name.startswith("AWS")
    }
    overridden = {
        name: {item["Name"]: item["ActionToUse"] for item in group.get("RuleActionOverrides", [])}
        for name, group in managed.items()
    }
    assert overridden == {
        "AWSManagedRulesAmazonIpReputationList": {},
        "AWSManagedRulesKnownBadInputsRuleSet": {},
        "AWSManagedRulesCommonRuleSet": {"SizeRestrictions_BODY": {"Count": {}}},
    }


def test_the_alarm_of_the_firewall_watches_its_metric(api: Template) -> None:
    acl = api.only("AWS::WAFv2::WebACL")
    (alarm,) = [
        item["Properties"]
        for item in api.of_type("AWS::CloudWatch::Alarm").values()
        if item["Properties"]["Namespace"] == "AWS/WAFV2"
    ]
    (watched,) = [one["Value"] for one in alarm["Dimensions"] if one["Name"] == "WebACL"]
    assert watched == acl["Name"] == acl["VisibilityConfig"]["MetricName"]


def test_no_metric_of_the_firewall_has_a_name_that_waf_keeps_for_itself(api: Template) -> None:
    acl = api.only("AWS::WAFv2::WebACL")
    names = [one["VisibilityConfig"]["MetricName"] for one in (acl, *acl["Rules"])]
    assert len(set(names)) == len(names) == 6
    assert not {"all", "default_action"} & {name.casefold() for name in names}


def test_the_firewall_stands_in_front_of_the_api_and_logs_no_credentials(api: Template) -> None:
    association = api.only("AWS::WAFv2::WebACLAssociation")
    (gateway,) = api.of_type("AWS::AppSync::GraphQLApi")
    assert association["ResourceArn"] == {"Fn::GetAtt": [gateway, "Arn"]}
    redacted = api.only("AWS::WAFv2::LoggingConfiguration")["RedactedFields"]
    assert [field["SingleHeader"]["Name"] for field in redacted] == ["authorization", "x-api-key"]


def test_what_goes_wrong_is_told_with_what_to_do(api: Template) -> None:
    alarms = [item["Properties"] for item in api.of_type("AWS::CloudWatch::Alarm").values()]
    watched = {(alarm["Namespace"].partition("-")[0], alarm["MetricName"]) for alarm in alarms}
    assert watched == {
        ("AWS/AppSync", "5XXError"),
        ("AWS/AppSync", "4XXError"),
        ("AWS/AppSync", "Latency"),
        ("AWS/Lambda", "Errors"),
        ("AWS/Lambda", "Throttles"),
        ("AWS/Lambda", "Duration"),
        ("AWS/WAFV2", "BlockedRequests"),
        ("Impressionnistes", "Defects"),
    }
    for alarm in alarms:
        assert len(alarm["AlarmDescription"]) > 60
        assert alarm["AlarmActions"]


def test_outputs_say_where_the_api_is(api: Template) -> None:
    assert {"GraphqlUrl", "RealtimeUrl", "ApiId"} <= set(api.outputs)
