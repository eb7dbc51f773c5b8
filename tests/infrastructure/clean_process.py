"""A stand-in for Lambda: runs the packages of a synthesized assembly in a process that has nothing else.

The function's archive, the layer's (pure Python, so the very one that is deployed) and boto3, which the
runtime brings, are all that can be imported. The interpreter is this machine's, not the runtime's.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZipFile

OF_RUNTIME = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3")
"""boto3, and what it needs."""

_RUN = """
import json, sys, time
asked = json.load(sys.stdin)
sys.path[:0] = asked["path"]
class Context:
    aws_request_id = "00000000-0000-4000-8000-000000000000"
    function_name = asked["name"]
    memory_limit_in_mb = asked["memory"]
    invoked_function_arn = "arn:aws:lambda:eu-west-3:000000000000:function:" + asked["name"]
    def get_remaining_time_in_millis(self):
        return 20_000
started = time.process_time()
module, _, name = asked["handler"].rpartition(".")
handler = getattr(__import__(module, fromlist=[name]), name)
imported = time.process_time()
answer = handler(asked["event"], Context())
done = time.process_time()
with open("/proc/self/status") as status:
    (peak,) = [int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")]
print()
print(json.dumps({"answer": answer, "start": imported - started, "run": done - imported, "memory": peak}))
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one event.

    Attributes:
        start, run: seconds of the processor to import the handler, and to answer its first event.
        memory: most that the process had, in MB.
    """

    answer: Any
    start: float
    run: float
    memory: float


class Assembly:
    """The packages of a synthesized environment, unpacked where they are first needed.

    Args:
        assembly: the folder that was synthesized into.
        unpacked: an empty folder.
    """

    def __init__(self, assembly: Path, unpacked: Path) -> None:
        self._assembly = assembly
        self._unpacked = unpacked
        self._runtime = unpacked / "runtime"
        self._runtime.mkdir()
        for name in OF_RUNTIME:
            spec = find_spec(name)
            assert spec is not None
            assert spec.origin is not None
            origin = Path(spec.origin)
            source = origin.parent if origin.stem == "__init__" else origin
            (self._runtime / source.name).symlink_to(source)

    def package(self, code: Mapping[str, Any]) -> Path:
        """The archive of a function or layer, by its `Code` or `Content` in the template."""
        return self._assembly / f"asset.{code['S3Key']}"

    def run(
        self, function: Mapping[str, Any], layer: Mapping[str, Any], variables: Mapping[str, str], event: Any
    ) -> Outcome:
        """Hands one event to a function.

        Args:
            function, layer: their properties in the template.
            variables: its whole environment.
        """
        path = [self._unpack(function["Code"]), self._unpack(layer["Content"]) / "python", self._runtime]
        asked = {
            "path": [str(folder) for folder in path],
            "handler": function["Handler"],
            "name": function["FunctionName"],
            "memory": function["MemorySize"],
            "event": event,
        }
        process = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _RUN],
            input=json.dumps(asked),
            env=dict(variables),
            cwd=path[0],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert process.returncode == 0, process.stderr
        return Outcome(**json.loads(process.stdout.splitlines()[-1]))

    def _unpack(self, code: Mapping[str, Any]) -> Path:
        archive = self.package(code)
        target = self._unpacked / archive.stem
        if not target.exists():
            with ZipFile(archive) as content:
                content.extractall(target)
        return target
