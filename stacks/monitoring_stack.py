"""What the operators look at: their topic, the monthly budget and two dashboards."""

from typing import Any

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_budgets as budgets
from constructs import Construct

from stacks.dashboards import make_machine_dashboard, make_regatta_dashboard
from stacks.environment import Environment
from stacks.topics import operators_topic


class MonitoringStack(Stack):
    """Topic, budget and dashboards of one environment.

    It is made after the other stacks, for its dashboards show what is in them, and is deployed before those
    that come after it in `compose`: it knows things by their fixed names only.
    """

    def __init__(self, scope: Construct, environment: Environment, **options: Any) -> None:
        super().__init__(scope, environment.stack_name("Monitoring"), **options)
        services = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
        operators = operators_topic(self, environment, services)
        self._make_budget(environment, operators.topic_arn)
        make_regatta_dashboard(self, environment)
        make_machine_dashboard(self, environment)
        CfnOutput(self, "OperatorsTopicArn", value=operators.topic_arn)

    def _make_budget(self, environment: Environment, topic_arn: str) -> None:
        """Tells the operators when the account is to cost more this month than it should.

        It counts the whole account: a budget by tag counts nothing until that tag is activated for billing.
        """
        subscriber = budgets.CfnBudget.SubscriberProperty(address=topic_arn, subscription_type="SNS")
        budgets.CfnBudget(
            self,
            "Budget",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=environment.resource_name("monthly-cost"),
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(
                    amount=environment.monthly_budget_dollars, unit="USD"
                ),
            ),
            notifications_with_subscribers=[
                budgets.CfnBudget.NotificationWithSubscribersProperty(
                    notification=budgets.CfnBudget.NotificationProperty(
                        notification_type=kind,
                        comparison_operator="GREATER_THAN",
                        threshold=percent,
                        threshold_type="PERCENTAGE",
                    ),
                    subscribers=[subscriber],
                )
                for kind, percent in (("ACTUAL", 80), ("FORECASTED", 100))
            ],
        )
