"""The one kind of Lambda function: its package, role, log group, dead letters and alarms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from aws_cdk import CustomResource, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.alarms import alarm
from stacks.environment import Environment
from stacks.findings import accept
from stacks.log_groups import log_group as log_group_named
from stacks.metrics import metrics_namespace
from stacks.packages import function_package, layer_package

_RUNTIME = lambda_.Runtime.PYTHON_3_14
_NEAR_TIMEOUT_PERCENT = 80

ONCE = 1
"""Attempts of a custom resource: when it fails CloudFormation rolls back, and a second attempt would bring
back what was rolled back."""

_SOON = 60
"""Seconds that an event waits at most that is tried once: the least that Lambda takes, and less than
CloudFormation waits."""


@dataclass(frozen=True, slots=True)
class FunctionSettings:
    """How one function runs.

    Attributes:
        folder: of its code below `resolvers/`, as `registration` or `triggers/sign_up`.
        description: one sentence, shown in the console.
        memory: in MB; processor time grows with it.
        timeout: in seconds.
        variables: its environment beyond what every function has.
        on_errors: for the operators: what an error of this function means, and what to do.
        attempts: at an event whose answer nobody waits for; when the last one fails, the event is kept. None
            where somebody waits.
    """

    folder: str
    description: str
    memory: int
    timeout: int
    variables: Mapping[str, str]
    on_errors: str
    attempts: int | None = None

    @property
    def name(self) -> str:
        """The function in the names of its resources, as `sign-up`."""
        return self.folder.rpartition("/")[2].replace("_", "-")

    @property
    def asynchronous(self) -> bool:
        """Whether nobody waits for its answer."""
        return self.attempts is not None


class PythonFunction(Construct):
    """A function, with what every function has.

    Attributes:
        function: to grant to, and to measure.
        invoked: what callers invoke: the alias of the published version where there are snapshots of it.
        role: its own, which it shares with nobody.
    """

    def __init__(self, scope: Construct, environment: Environment, settings: FunctionSettings) -> None:
        super().__init__(scope, "".join(word.capitalize() for word in settings.name.split("-")))
        self._environment = environment
        self._settings = settings
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self._dead_letters = self._make_dead_letters() if settings.asynchronous else None
        self.function = self._make_function()
        self.invoked: lambda_.IFunction = self._make_invoked()
        self._make_alarms()
        accept(
            self.role,
            "X-Ray's actions know no resource; whatever else the role allows names its resource.",
            "AwsSolutions-IAM5[Resource::*]",
        )

    @property
    def name(self) -> str:
        """The function in the names of its resources, as `sign-up`."""
        return self._settings.name

    @property
    def dead_letters(self) -> sqs.Queue:
        """What an asynchronous function failed on.

        Raises:
            ValueError: it is not asynchronous, and whoever called it was told.
        """
        if self._dead_letters is None:
            raise ValueError(f"The function {self._settings.name} is not asynchronous.")
        return self._dead_letters

    def serve(self, resource: CustomResource) -> None:
        """Has a custom resource wait until it is said how often its events are tried."""
        resource.node.add_dependency(self.function.node.find_child("EventInvokeConfig"))

    @property
    def _has_snapshots(self) -> bool:
        # They cost money, and shorten only what somebody waits for.
        return self._environment.snap_start and not self._settings.asynchronous

    def _make_function(self) -> lambda_.Function:
        name = self._environment.resource_name(self._settings.name)
        log_group = log_group_named(self, "Logs", self._environment, f"/aws/lambda/{name}")
        log_group.grant_write(self.role)
        function = lambda_.Function(
            self,
            "Function",
            function_name=name,
            description=self._settings.description,
            runtime=_RUNTIME,
            architecture=lambda_.Architecture.ARM_64,
            code=lambda_.Code.from_asset(str(function_package(self._settings.folder))),
            handler=f"resolvers.{self._settings.folder.replace('/', '.')}.handler.handler",
            layers=[_dependencies(self)],
            role=self.role,
            log_group=log_group,
            memory_size=self._settings.memory,
            timeout=Duration.seconds(self._settings.timeout),
            tracing=lambda_.Tracing.ACTIVE,
            environment={
                "POWERTOOLS_SERVICE_NAME": self._settings.name,
                "POWERTOOLS_METRICS_NAMESPACE": metrics_namespace(self._environment),
                "POWERTOOLS_LOG_LEVEL": self._environment.log_level,
                **self._settings.variables,
            },
            dead_letter_queue=self._dead_letters,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if self._has_snapshots else None,
        )
        if self._settings.attempts is not None:
            once = self._settings.attempts == ONCE
            function.configure_async_invoke(
                retry_attempts=self._settings.attempts - 1,
                max_event_age=Duration.seconds(_SOON) if once else None,
            )
        resource = cast("lambda_.CfnFunction", function.node.default_child)
        # CDK makes a function wait for its role twice over, which does no harm.
        resource.add_metadata("cfn-lint", {"config": {"ignore_checks": ["W3005"]}})
        self._accept_findings(function)
        return function

    def _accept_findings(self, function: lambda_.Function) -> None:
        reasons = {
            "CKV_AWS_115": "A share of concurrency kept for one function is one that the others lack.",
            "CKV_AWS_117": "It calls AWS's services only, and nothing of it lies in a network.",
            "CKV_AWS_173": "Its variables hold no secret, and AWS encrypts them with a key of its own.",
        }
        if not self._settings.asynchronous:
            reasons["CKV_AWS_116"] = "Whoever calls it waits for its answer, and is told when it fails."
        for rule, reason in reasons.items():
            accept(function, reason, rule)

    def _make_invoked(self) -> lambda_.IFunction:
        if not self._has_snapshots:
            return self.function
        # Only a published version has a snapshot, and only an alias stays the same from version to version.
        return lambda_.Alias(self, "Alias", alias_name="live", version=self.function.current_version)

    def _make_dead_letters(self) -> sqs.Queue:
        queue = sqs.Queue(
            self,
            "DeadLetters",
            queue_name=self._environment.resource_name(f"{self._settings.name}-dead-letters"),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
        )
        accept(queue, "It is encrypted, with a key of SQS's own.", "CKV_AWS_27")
        return queue

    def _make_alarms(self) -> None:
        name, timeout = self._settings.name, self._settings.timeout
        five_minutes = Duration.minutes(5)
        alarm(
            self,
            f"{name}-errors",
            self._environment,
            self.function.metric_errors(period=five_minutes),
            threshold=1,
            advice=self._settings.on_errors,
        )
        alarm(
            self,
            f"{name}-throttles",
            self._environment,
            self.function.metric_throttles(period=five_minutes),
            threshold=1,
            advice=f"The function {name} was refused for want of concurrency: see which function takes "
            "it all, and ask for a higher limit of concurrent executions of the account.",
        )
        alarm(
            self,
            f"{name}-duration",
            self._environment,
            self.function.metric_duration(period=five_minutes, statistic="p99"),
            threshold=_NEAR_TIMEOUT_PERCENT * timeout * 10,
            periods=3,
            advice=f"The function {name} comes near its timeout of {timeout} s: find the slow call in its "
            "traces, then mend that or give it more memory.",
        )
        if self._dead_letters is not None:
            self._make_dead_letters_alarm(self._dead_letters)

    def _make_dead_letters_alarm(self, queue: sqs.Queue) -> None:
        what_to_do = (
            "mend it, deploy again and delete the event of a deployment: sent again, that would undo the "
            "rollback."
            if self._settings.attempts == ONCE
            else "mend it, and send the event again."
        )
        alarm(
            self,
            f"{self._settings.name}-dead-letters",
            self._environment,
            queue.metric_approximate_number_of_messages_visible(
                period=Duration.minutes(5), statistic=cloudwatch.Stats.MAXIMUM
            ),
            threshold=1,
            advice=f"What the function {self._settings.name} failed on lies in the queue of that name: "
            f"read why in the function's log, {what_to_do}",
        )


def _dependencies(scope: Construct) -> lambda_.ILayerVersion:
    """The layer of the stack: one for each stack, for an exported version could never change."""
    stack = Stack.of(scope)
    found = stack.node.try_find_child("Dependencies")
    if isinstance(found, lambda_.LayerVersion):
        return found
    return lambda_.LayerVersion(
        stack,
        "Dependencies",
        description="What the functions import beyond Python and boto3",
        code=lambda_.Code.from_asset(str(layer_package())),
        compatible_runtimes=[_RUNTIME],
        compatible_architectures=[lambda_.Architecture.ARM_64],
    )
