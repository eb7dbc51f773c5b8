"""The AWS application of one environment: `cdk deploy --all --context env=dev`."""

import sys
from datetime import UTC, datetime

import aws_cdk as cdk

from stacks.composition import compose
from stacks.environment import SettingError, read_environment
from stacks.packages import PackagingError


def main() -> None:
    """Synthesizes the stacks; a wrong setting ends it with a sentence that names the setting."""
    # cfn-lint checks the templates, in the tests; the validation that comes with CDK takes longer than synth.
    app = cdk.App(builtin_cloud_formation_validation=False)
    environments = app.node.get_context("environments")
    try:
        name = app.node.try_get_context("env")
        compose(app, read_environment(name, environments, datetime.now(UTC).date()))
    except (SettingError, PackagingError) as error:
        sys.exit(str(error))
    app.synth()


if __name__ == "__main__":
    main()
