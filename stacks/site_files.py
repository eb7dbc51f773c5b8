"""The files of the site, brought into its bucket as they are deployed."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import Annotations, CustomResource, Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_assets as s3_assets
from constructs import Construct

from stacks.delivery import ASK_EACH_TIME, ASSETS, FOREVER, INDEX
from stacks.environment import Environment
from stacks.findings import accept
from stacks.functions import ONCE, FunctionSettings, PythonFunction

_TIMEOUT = 120
_MARK_OF_MAKE = ".built"


class SiteFiles(Construct):
    """The built site and its `config.json`.

    While the site is not built the stack stands without it: only `config.json` is delivered, what was
    delivered before stays, and synth warns of it.

    Args:
        site: the folder of the built site.
        configuration: what `config.json` holds.
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        bucket: s3.IBucket,
        site: Path,
        configuration: Mapping[str, str],
    ) -> None:
        super().__init__(scope, "Files")
        self._function = self._make_function(environment, bucket)
        delivery = CustomResource(
            self,
            "Delivery",
            resource_type="Custom::SiteFiles",
            service_token=self._function.function.function_arn,
            service_timeout=Duration.seconds(3 * _TIMEOUT),
            properties={
                "Bucket": bucket.bucket_name,
                "Configuration": Stack.of(self).to_json_string(configuration),
                "AssetsFolder": ASSETS,
                "AssetsCacheControl": FOREVER,
                "PagesCacheControl": ASK_EACH_TIME,
                "KeepFiles": str(environment.retain_data).lower(),
                **self._archive(site),
            },
        )
        self._function.serve(delivery)

    def _make_function(self, environment: Environment, bucket: s3.IBucket) -> PythonFunction:
        made = PythonFunction(
            self,
            environment,
            FunctionSettings(
                folder="triggers/site_files",
                description="Brings the files of the site into its bucket",
                memory=512,
                timeout=_TIMEOUT,
                variables={},
                on_errors="The files of the site could not be delivered, the stack is as it was: read why in "
                "the function's log, then deploy again.",
                attempts=ONCE,
            ),
        )
        statements = {
            "s3:ListBucket": bucket.bucket_arn,
            "s3:PutObject": bucket.arn_for_objects("*"),
            "s3:DeleteObject": bucket.arn_for_objects("*"),
        }
        for action, resource in statements.items():
            made.role.add_to_policy(iam.PolicyStatement(actions=[action], resources=[resource]))
        accept(
            made.role,
            "All files of the site, which nothing else lies with.",
            f"AwsSolutions-IAM5[Resource::{bucket.arn_for_objects('*')}]",
        )
        return made

    def _archive(self, site: Path) -> dict[str, str]:
        """Where the function finds the build, and may read it."""
        if not (site / INDEX).exists():
            Annotations.of(self).add_warning_v2(
                "impressionnistes:site-not-built",
                f"The site is not built, there is no {site.name}/{INDEX}: only its config.json is delivered.",
            )
            return {}
        build = s3_assets.Asset(self, "Build", path=str(site), exclude=[_MARK_OF_MAKE])
        self._function.role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:GetObject"], resources=[build.bucket.arn_for_objects(build.s3_object_key)]
            )
        )
        return {"ArchiveBucket": build.s3_bucket_name, "Archive": build.s3_object_key}
