"""The linter of resolvers' JavaScript knows the limits of APPSYNC_JS: what AWS refuses, it finds."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_EACH = """
import { ESLint } from 'eslint';
const bodies = JSON.parse(process.argv[1]);
const eslint = new ESLint();
const count = async (body) => {
  const code = `export function request(ctx) { let x = ctx.stash; x = [x];\\n${body}\\nreturn x; }`;
  const [report] = await eslint.lintText(code, { filePath: 'resolvers/direct/Type.field.js' });
  return report.errorCount;
};
console.log(JSON.stringify(await Promise.all(bodies.map(count))));
"""
REFUSED = (
    "throw x;",
    "x = new Date();",
    "x = Date.now();",
    "x = eval('1');",
    "x = Promise.resolve(1);",
    "x = Array.from(x);",
    "x = x.padStart(3);",
    "x = x.includes(1);",
    "x = parseInt('3');",
    "x = Math.sqrt(2);",
    "x = globalThis;",
    "x = /a/;",
    "x = 'a' in x;",
    "x = x instanceof x;",
    "x = x.sort((a, b) => a - b);",
    "x++;",
    "x = ~x;",
    "ctx.result = x;",
    "for (let i = 0; i < 3; i += 1) { x = i; }",
    "for (const i of x) { if (i) { continue; } x = i; }",
    "while (x) { x = false; }",
    "do { x = false; } while (x);",
    "try { x = 1; } catch { x = 2; }",
    "x = this;",
    "x = async () => 1;",
    "x = class {};",
)
ALLOWED = (
    "x = x.sort();",
    "for (const [name, value] of Object.entries(x)) { x[name] = value ?? `${name}`; }",
    "x = x?.map((one) => ({ ...one, length: Math.max(1, one.length) }));",
    "console.error(x);",
)


def errors_in(bodies: tuple[str, ...]) -> list[int]:
    """How many errors the linter finds in each body of a handler."""
    node = shutil.which("node")
    assert node is not None
    command = [node, "--input-type=module", "--eval", LINT_EACH, json.dumps(bodies)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    found: list[int] = json.loads(answer.stdout)
    return found


@pytest.fixture(scope="module")
def found() -> dict[str, int]:
    """Errors by body, from one run of the linter."""
    bodies = REFUSED + ALLOWED
    return dict(zip(bodies, errors_in(bodies), strict=True))


@pytest.mark.parametrize("body", REFUSED)
def test_what_appsync_refuses_is_found(found: dict[str, int], body: str) -> None:
    assert found[body] > 0


@pytest.mark.parametrize("body", ALLOWED)
def test_what_appsync_takes_passes(found: dict[str, int], body: str) -> None:
    assert found[body] == 0
