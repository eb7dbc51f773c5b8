"""The AWS application of one environment: `cdk deploy --all --context env=dev`."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import aws_cdk as cdk

from stacks.composition import compose
from stacks.environment import SettingError, read_environment
from stacks.packages import PackagingError


def main() -> None:
    """Synthesizes the stacks; a wrong setting ends it with a sentence that names the setting."""
    # cfn-lint checks the templates, in the tests; the validation that comes with CDK takes longer than synth.
    app = cdk.App(builtin_cloud_formation_validation=False)
    # From the file: on its way through the command line, the context loses what is null.
    settings = json.loads(Path(__file__).with_name("cdk.json").read_text(encoding="utf-8"))
    environments = settings["context"]["environments"]
    try:
        name = app.node.try_get_context("env")
        compose(app, read_environment(name, environments, datetime.now(UTC).date()))
    except (SettingError, PackagingError) as error:
        sys.exit(str(error))
    app.synth()


if __name__ == "__main__":
    main()
