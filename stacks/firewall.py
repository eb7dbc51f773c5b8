"""The firewall in front of the API: rates an address may ask at, and AWS's rules against known attacks."""

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from stacks.alarms import alarm
from stacks.environment import Environment
from stacks.log_groups import log_group

REQUESTS = 3_000
"""Of one address in five minutes: a club's house with a dozen managers at work stays below it."""

MESSAGES = 20
"""Of one address in five minutes: `sendMessage` needs no account, and makes the site send mail."""

_WINDOW = 300
_MANY_BLOCKED = 500

_Acl = waf.CfnWebACL


class Firewall(Construct):
    """The web access control list of an API, and the log of what it blocks.

    Args:
        api_arn: of the API that it stands in front of.
    """

    def __init__(self, scope: Construct, environment: Environment, api_arn: str) -> None:
        super().__init__(scope, "Firewall")
        name = environment.resource_name("api")
        rules = waf.CfnWebACL(
            self,
            "Rules",
            name=name,
            scope="REGIONAL",
            default_action=_Acl.DefaultActionProperty(allow=_Acl.AllowActionProperty()),
            visibility_config=_visible(name),
            rules=[
                _rate(0, "requests", REQUESTS),
                _rate(1, "messages", MESSAGES, _may_send_message()),
                _of_aws(2, "AWSManagedRulesAmazonIpReputationList"),
                _of_aws(3, "AWSManagedRulesKnownBadInputsRuleSet"),
                # It would block bodies over 8 kB, as that of an import is.
                _of_aws(4, "AWSManagedRulesCommonRuleSet", only_counts="SizeRestrictions_BODY"),
            ],
        )
        waf.CfnWebACLAssociation(self, "InFront", resource_arn=api_arn, web_acl_arn=rules.attr_arn)
        self._make_log(environment, rules)
        self._make_alarm(environment, name)

    def _make_log(self, environment: Environment, rules: waf.CfnWebACL) -> None:
        name = f"aws-waf-logs-{environment.resource_name('api')}"  # WAF takes no other beginning
        group = log_group(self, "Logs", environment, name)
        arn = Stack.of(self).format_arn(
            service="logs",
            resource="log-group",
            resource_name=name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        log = waf.CfnLoggingConfiguration(
            self,
            "Log",
            resource_arn=rules.attr_arn,
            log_destination_configs=[arn],
            # As CloudFormation spells it: the class for it writes its names small.
            logging_filter={
                "DefaultBehavior": "DROP",
                "Filters": [
                    {
                        "Behavior": "KEEP",
                        "Requirement": "MEETS_ANY",
                        "Conditions": [{"ActionCondition": {"Action": "BLOCK"}}],
                    }
                ],
            },
            redacted_fields=[
                waf.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": header})
                for header in ("authorization", "x-api-key")
            ],
        )
        log.node.add_dependency(group)

    def _make_alarm(self, environment: Environment, name: str) -> None:
        blocked = cloudwatch.Metric(
            namespace="AWS/WAFV2",
            metric_name="BlockedRequests",
            # WebACL is the name of the list's metric.
            dimensions_map={"WebACL": name, "Region": environment.region, "Rule": "ALL"},
            statistic="Sum",
            period=Duration.minutes(5),
        )
        alarm(
            self,
            "api-blocked",
            environment,
            blocked,
            threshold=_MANY_BLOCKED,
            advice="The firewall blocks many requests to the API: see in its log which rule and address; "
            "raise the rate in stacks/firewall.py if they are honest, else it does its work.",
        )


def _rate(
    priority: int, name: str, limit: int, scope: _Acl.StatementProperty | None = None
) -> _Acl.RuleProperty:
    """Blocks an address while it asks more often than the limit in five minutes."""
    return _Acl.RuleProperty(
        name=name,
        priority=priority,
        action=_Acl.RuleActionProperty(block=_Acl.BlockActionProperty()),
        statement=_Acl.StatementProperty(
            rate_based_statement=_Acl.RateBasedStatementProperty(
                aggregate_key_type="IP",
                evaluation_window_sec=_WINDOW,
                limit=limit,
                scope_down_statement=scope,
            )
        ),
        visibility_config=_visible(name),
    )


def _may_send_message() -> _Acl.StatementProperty:
    """Bodies that name `sendMessage`, or are too long to be looked through: padding is no way around it."""
    return _Acl.StatementProperty(
        byte_match_statement=_Acl.ByteMatchStatementProperty(
            field_to_match=_Acl.FieldToMatchProperty(body=_Acl.BodyProperty(oversize_handling="MATCH")),
            positional_constraint="CONTAINS",
            search_string="sendMessage",
            text_transformations=[_Acl.TextTransformationProperty(priority=0, type="JS_DECODE")],
        )
    )


def _of_aws(priority: int, name: str, only_counts: str | None = None) -> _Acl.RuleProperty:
    """A group of rules that AWS keeps up to date."""
    counted = _Acl.RuleActionOverrideProperty(
        name=only_counts or "", action_to_use=_Acl.RuleActionProperty(count=_Acl.CountActionProperty())
    )
    return _Acl.RuleProperty(
        name=name,
        priority=priority,
        override_action=_Acl.OverrideActionProperty(none={}),
        statement=_Acl.StatementProperty(
            managed_rule_group_statement=_Acl.ManagedRuleGroupStatementProperty(
                vendor_name="AWS", name=name, rule_action_overrides=[counted] if only_counts else None
            )
        ),
        visibility_config=_visible(name),
    )


def _visible(name: str) -> _Acl.VisibilityConfigProperty:
    return _Acl.VisibilityConfigProperty(
        metric_name=name, cloud_watch_metrics_enabled=True, sampled_requests_enabled=True
    )
