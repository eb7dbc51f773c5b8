"""What APPSYNC_JS code is accepted and what is refused, with which errors."""

# ruff: noqa: E501 - a line of code in a table is not broken

import pytest

from local.appsync.engine import Code, CodeRefused, Location
from local.appsync.language import MAXIMUM_LENGTH

ACCEPTED = {
    "function declarations": "export function request(ctx) { return {}; }",
    "arrow functions": "export const request = (ctx) => ({ a: 1 });",
    "an arrow of one bare parameter": "export const request = ctx => ctx.args;",
    "a list of exports": "function a(ctx) {} const b = () => 1; export { a as request, b as response };",
    "let, var, const": "export function request() { let a = 1; var b = 2; const c = 3; a = b + c; return a; }",
    "var used before it is declared": "export function request() { a = 1; var a; return a; }",
    "a function used before it is declared": "export const request = () => later(); function later() { return 1; }",
    "if, else, ternary": "export const request = (ctx) => { if (ctx.a) return 1; else return ctx.b ? 2 : 3; };",
    "switch": "export const request = (c) => { switch (c.a) { case 1: { const x = 1; return x; } default: return 2; } };",
    "for of with break": "export const request = (c) => { for (const [k, v] of c.args.l) { if (k) break; c.stash[k] = v; } };",
    "for in": "export const request = (c) => { let n = 0; for (const k in c.args) n += c.args[k]; return n; };",
    "a loop over a variable declared before": "export const request = (c) => { let x; for (x of c.args.l) {} return x; };",
    "spread and rest": "export const request = ({ args: { a, ...rest }, ...o }) => ({ ...rest, a: [...a, ...o.b] });",
    "default parameters": "export const request = (ctx) => f(); function f(a = 1, { b = 2, c: [d] } = { c: [1] }) { return a + b + d; }",
    "template literals": "export const request = (ctx) => `a${`b${ctx.args.x}`}\n c`;",
    "optional chaining, nullish": "export const request = (ctx) => ctx.a?.b?.[0]?.c(1) ?? null;",
    "logical assignment": "export const request = (ctx) => { let a; a ??= 1; a ||= 2; a += 3; return a; };",
    "bitwise operators": "export const request = () => (1 & 2) | (3 ^ 4) << 1 >> 1 >>> 0;",
    "typeof and void": "export const request = (ctx) => typeof ctx === 'object' ? void 0 : null;",
    "delete of a member": "export const request = () => { const a = { b: 1 }; delete a.b; return a; };",
    "array callbacks": "export const request = (c) => c.args.l.map((x) => x * 2).filter(Boolean_).reduce((a, b) => a + b, 0);"
    " function Boolean_(x) { return x > 1; }",
    "a named callback": "const twice = (x) => x * 2; export const request = (c) => c.args.l.map(twice);",
    "methods of own objects": "const o = { includes(a) { return a; }, at: (i) => i };"
    " export const request = () => o.includes(1) + o.at(2);",
    "the globals": "export const request = () => [NaN, Infinity, undefined, util, extensions, runtime, Math, JSON, Object];",
    "imports": "import { util, Context, runtime as r } from '@aws-appsync/utils';\n"
    "import * as ddb from '@aws-appsync/utils/dynamodb';\n"
    "import { get as g, operations } from '@aws-appsync/utils/dynamodb';\n"
    "import { select, sql } from '@aws-appsync/utils/rds';\n"
    "export const request = () => [util, r, ddb.get, g, operations.add, select, sql`x`];",
    "a module imported twice": 'import { util } from "@aws-appsync/utils"; import { util as util2 } from "@aws-appsync/utils";'
    " export const request = () => util2.autoId() + util.autoId();",
    "a name of a global declared by the file": "function fetch(path) { return { path }; } export const request = () => fetch('/');",
    "a global's name as a parameter": "export function request(util) { return util.whatever(); }",
    "values taken apart into variables and into the stash": "export function request(ctx) {"
    " let a, b, rest; [a, b = 2] = ctx.args.l; ({ a, b, ...rest } = ctx.args); [ctx.stash.a] = [rest]; return a + b; }",
    "writes to the stash and to arguments": "export function request(ctx) { ctx.stash.a = 1; ctx.args.b = 2; return {}; }",
    "a name in a block that hides the context": "export function request(ctx) { if (1) { let ctx = 2; ctx = 3; } return ctx; }",
    "functions that call each other one way": "export const request = () => a(); const a = () => b(); const b = () => 1;",
    "a name declared in one function and a member of that name": "export const request = (c) => c.limit; "
    "export function response(c) { const limit = 1; return limit; }",
    "comments and non-ASCII text": "// é\n/* Date */ export const request = () => 'ça n’est pas « new Date() »';",
    "isArray, substring, toString": "export const request = (c) => Array.isArray(c.a) ? c.b.substring(1) : c.d.toString();",
}

REFUSED = {
    "increment": ("let a = 1; a++;", "no-disallowed-unary-operators", "The operator ++ is not supported"),
    "decrement": ("let a = 1; --a;", "no-disallowed-unary-operators", "The operator -- is not supported"),
    "bitwise not": ("const a = ~1;", "no-disallowed-unary-operators", "The operator ~ is not supported"),
    "in": ("const a = 'b' in {};", "no-in-operator", "in operator is not supported. Use Object.hasOwn()."),
    "instanceof": ("const a = {} instanceof Object;", "no-disallowed-binary-operators", "instanceof"),
    "try": (
        "function a() { try { } catch (e) { } finally { } }",
        "no-try",
        "Try statements are not supported.",
    ),
    "throw": ("function a() { throw 'x'; }", "no-throw", "Throw statements"),
    "while": ("function a() { while (1) { } }", "no-while", "While statements are not supported."),
    "do while": (
        "function a() { do { } while (1); }",
        "no-while",
        "do...while statements are not supported.",
    ),
    "for": (
        "function a() { for (let i = 0; i < 1; i += 1) { } }",
        "no-for",
        "For statements are not supported.",
    ),
    "for without anything": ("function a() { for (;;) { } }", "no-for", "For statements are not supported."),
    "continue": ("for (const a of []) { continue; }", "no-continue", "Continue statements are not supported"),
    "label": ("function a() { x: for (const b of []) { break x; } }", "no-labels", "Labeled statements"),
    "class": ("class A {}", "no-classes", "Class declarations are not supported."),
    "class expression": ("const A = class {};", "no-classes", "Class declarations are not supported."),
    "this": ("function a() { return this; }", "no-this", "This expressions are not supported."),
    "new": ("const a = new Date();", "no-new", "New expressions are not supported."),
    "new of a promise": ("const a = new Promise(1);", "no-promise", "Promise is not supported"),
    "async function": ("async function a() {}", "no-async", "Async functions are not supported."),
    "async arrow": ("const a = async () => 1;", "no-async", "Async functions are not supported."),
    "await": ("async function a() { await 1; }", "no-await", "The `await` keyword is not supported"),
    "generator": ("function* a() { yield 1; }", "no-generators", "Generator functions are not supported."),
    "generator method": (
        "const a = { *b() { } };",
        "no-generators",
        "Generator functions are not supported.",
    ),
    "async method": ("const a = { async b() { } };", "no-async", "Async functions are not supported."),
    "for await": ("for await (const a of []) { }", "no-await", "The `await` keyword is not supported"),
    "eval": ("eval('1');", "TS2304", "Cannot find name 'eval'."),
    "the Function constructor": ("const f = new Function('return 1');", "no-new", "New expressions"),
    "regular expression": ("const a = /b/g;", "no-regex", "Regex literals are not supported."),
    "dynamic import": ("const a = () => import('x');", "no-dynamic-import", "Dynamic imports"),
    "recursion": (
        "function a(n) { return n ? a(n - 1) : 0; }",
        "no-recursion",
        "Recursive function calls not supported.",
    ),
    "recursion of an arrow": ("const a = (n) => n && a(n - 1);", "no-recursion", "Detected cycle in a"),
    "mutual recursion": (
        "const a = (n) => b(n); function b(n) { return a(n); }",
        "no-recursion",
        "Detected cycle",
    ),
    "recursion through a callback": (
        "function a(n) { return n.map((m) => a(m)); }",
        "no-recursion",
        "Detected cycle",
    ),
    "recursion as a callback": ("function a(n) { return n.map(a); }", "no-recursion", "Detected cycle"),
    "a function passed": (
        "const f = (g) => g; f(() => 1);",
        "no-function-passing",
        "Functions can not be passed",
    ),
    "a named function passed": (
        "const f = (g) => g; const h = () => 1; f(h);",
        "no-function-passing",
        "Functions can not",
    ),
    "sort with a comparator": (
        "[2, 1].sort((a, b) => a - b);",
        "no-function-passing",
        "sort does not take arguments",
    ),
    "a function given to replace": (
        "'a'.replace('a', () => 'b');",
        "no-function-passing",
        "Functions can not be passed",
    ),
    "a reviver": ("JSON.parse('1', (k, v) => v);", "no-function-passing", "Functions can not be passed"),
    "a function returned": ("function a() { return () => 1; }", "no-function-return", "returning a function"),
    "a function returned in parentheses": (
        "function a() { return (() => 1 /* one */); }",
        "no-function-return",
        "returning a function",
    ),
    "an arrow of an arrow": ("const a = () => () => 1;", "no-function-return", "returning a function"),
    "an arrow of a named function": (
        "const f = () => 1; const a = () => (f);",
        "no-function-return",
        "returning a function",
    ),
    "a function renamed in parentheses": (
        "const a = () => 1; const b = (a);",
        "no-function-reassign",
        "re-assigning function",
    ),
    "a function renamed": (
        "const a = () => 1; const b = a;",
        "no-function-reassign",
        "re-assigning function",
    ),
    "assigning the context": (
        "export function request(ctx) { ctx = 1; }",
        "no-disallowed-re-assignment",
        "ctx is readonly",
    ),
    "assigning a member of it": (
        "export function request(c) { c.stash = {}; }",
        "no-disallowed-re-assignment",
        "c is readonly. Adding/Updating stash is not supported.",
    ),
    "assigning a member by name": (
        "export const response = (c) => { c['new'] = 1; };",
        "no-disallowed-re-assignment",
        "c is readonly. Adding/Updating new is not supported.",
    ),
    "deleting a member of it": (
        "export function request(c) { delete c.args; }",
        "no-disallowed-re-assignment",
        "args",
    ),
    "assigning it from a list": (
        "export function request(ctx) { [ctx] = [1]; }",
        "no-disallowed-re-assignment",
        "ctx is readonly and re-assignment is not supported.",
    ),
    "assigning it from an object": (
        "export function request(ctx) { ({ ctx = 2 } = { ctx: 1 }); }",
        "no-disallowed-re-assignment",
        "ctx is readonly and re-assignment is not supported.",
    ),
    "assigning a member of it from an object": (
        "export function request(ctx) { ({ a: [...ctx.stash] } = { a: [1] }); }",
        "no-disallowed-re-assignment",
        "ctx is readonly. Adding/Updating stash is not supported.",
    ),
    "assigning a member of it in a loop": (
        "export function request(ctx) { for ({ a: ctx.args } of []) { } }",
        "no-disallowed-re-assignment",
        "ctx is readonly. Adding/Updating args is not supported.",
    ),
    "assigning a member of it in parentheses": (
        "export function request(ctx) { ((ctx).stash) = {}; }",
        "no-disallowed-re-assignment",
        "ctx is readonly. Adding/Updating stash is not supported.",
    ),
    "assigning a constant from an object": (
        "const a = 1; function b() { ({ a } = { a: 2 }); }",
        "TS2588",
        "Cannot assign to 'a'",
    ),
    "assigning a function": ("function a() {} function b() { a = 1; }", "TS2630", "Cannot assign to 'a'"),
    "assigning a constant": ("const a = 1; function b() { a = 2; }", "TS2588", "Cannot assign to 'a'"),
    "another module": ("import fs from 'fs';", "TS2307", "Cannot find module 'fs'"),
    "a file of one's own": ("import { a } from './a.js';", "TS2307", "Cannot find module './a.js'"),
    "an import in a function": (
        "const a = () => { import fs from 'fs'; return fs; };",
        "TS1232",
        "An import declaration can only be used at the top level",
    ),
    "an export in a block": ("{ export const a = 1; }", "TS1233", "An export declaration can only be used"),
    "a return outside": ("return 1;", "TS1108", "A 'return' statement can only be used within a function"),
    "two functions of one name": (
        "export function request() { return 1; } function request() { return 2; }",
        "TS2393",
        "Duplicate function implementation.",
    ),
    "a big integer": ("const a = 10n;", "TS2737", "BigInt literals are not available"),
    "an export that is not there": (
        "import { sleep } from '@aws-appsync/utils';",
        "TS2305",
        "no exported member 'sleep'",
    ),
    "a default import": ("import u from '@aws-appsync/utils';", "TS1192", "has no default export"),
    "exporting from another module": (
        "export * from '@aws-appsync/utils';",
        "no-re-export",
        "Exporting from another",
    ),
    "a name of another function": (
        "export const request = () => limit; export function response() { const limit = 1; return limit; }",
        "TS2304",
        "Cannot find name 'limit'.",
    ),
    "a member that util has not": (
        "util.toJson({});",
        "TS2339",
        "Property 'toJson' does not exist on type 'util'.",
    ),
    "a member that util.time has not": ("util.time.sleep();", "TS2339", "Property 'sleep'"),
    "a function that the module has not": (
        "import * as ddb from '@aws-appsync/utils/dynamodb'; ddb.drop();",
        "TS2339",
        "Property 'drop' does not exist on type 'ddb'.",
    ),
    "an operation that is not there": (
        "import { operations } from '@aws-appsync/utils/dynamodb'; operations.sum();",
        "TS2339",
        "Property 'sum'",
    ),
    "Array.from": ("Array.from([]);", "TS2339", "Property 'from' does not exist on type 'Array'."),
    "Object.freeze": ("Object.freeze({});", "TS2339", "Property 'freeze'"),
    "Math.pow": ("Math.pow(2, 3);", "TS2339", "Property 'pow'"),
    "console.warn": ("console.warn(1);", "TS2339", "Property 'warn'"),
    "Number as a function": (
        "const a = Number('1');",
        "no-disallowed-methods",
        "Method Number is not implemented",
    ),
    "includes": ("[1].includes(1);", "no-disallowed-methods", "Method includes is not implemented"),
    "padStart": ("'a'.padStart(2);", "no-disallowed-methods", "Method padStart is not implemented"),
    "match": ("'a'.match('a');", "no-disallowed-methods", "Method match is not implemented"),
    "apply": (
        "const f = () => 1; f.apply(null, []);",
        "no-disallowed-methods",
        "Method apply is not implemented",
    ),
    "prototype": ("const a = {}.constructor;", "TS2339", "Property 'constructor' does not exist."),
    "a missing brace": ("export function request(ctx) { return 1;", "TS1005", "'}' expected."),
    "no JavaScript": ("export function request(ctx) { return = ; }", "TS1109", "Expression expected."),
    "TypeScript": ("export function request(ctx: Context) { return 1; }", "TS1109", "Expression expected."),
}

UNKNOWN_GLOBALS = (
    "Date Map Set WeakMap RegExp Promise Symbol Proxy Reflect BigInt Error Function Boolean parseInt parseFloat isNaN"
    " isFinite eval fetch setTimeout globalThis window process require module encodeURIComponent btoa Intl arguments"
)


@pytest.mark.parametrize("source", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_code_within_the_language_is_accepted(source: str) -> None:
    Code(source)


@pytest.mark.parametrize(("source", "rule", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_code_outside_the_language_is_refused_with_its_reason(source: str, rule: str, message: str) -> None:
    with pytest.raises(CodeRefused) as refused:
        Code(source)

    name = rule if rule.startswith("TS") else f"@aws-appsync/{rule}"
    assert any(
        f": error {name}: " in error.value and message in error.value for error in refused.value.errors
    )


@pytest.mark.parametrize("name", UNKNOWN_GLOBALS.split())
def test_a_global_that_appsync_has_not_is_an_unknown_name(name: str) -> None:
    with pytest.raises(CodeRefused, match=f"Cannot find name '{name}'"):
        Code(f"export function request(ctx) {{ return typeof {name}; }}")


def test_an_error_names_type_place_and_length() -> None:
    with pytest.raises(CodeRefused) as refused:
        Code("export function request(ctx) {\n  const é = 'é'; let b = ctx.args.b; b++;\n}")

    (error,) = refused.value.errors
    assert error.error_type == "LINT_ERROR"
    assert error.location == Location(line=2, column=38, span=3)
    assert str(refused.value) == (
        "Error: code.js(2,38): error @aws-appsync/no-disallowed-unary-operators: The operator ++ is not supported"
    )


def test_every_error_of_a_file_is_reported_in_the_order_of_the_text() -> None:
    with pytest.raises(CodeRefused) as refused:
        Code("const a = new Map();\nlet i = 0;\ni++;\n/x/;")

    assert [error.location.line for error in refused.value.errors] == [1, 1, 3, 4]
    assert [error.error_type for error in refused.value.errors] == [
        "LINT_ERROR",
        "PARSE_ERROR",
        "LINT_ERROR",
        "LINT_ERROR",
    ]


def test_errors_carry_the_name_of_the_file() -> None:
    with pytest.raises(CodeRefused, match=r"Team\.crews\.js\(1,9\)"):
        Code("let a = ~1;", "Team.crews.js")


def test_a_file_may_have_as_many_characters_as_appsync_takes_and_not_one_more() -> None:
    source = "export const request = () => 1; // "
    Code(source + "é" * (MAXIMUM_LENGTH - len(source)))

    with pytest.raises(CodeRefused, match="longer than 32,768 characters"):
        Code(source + "é" * (MAXIMUM_LENGTH - len(source) + 1))


@pytest.mark.parametrize(
    "source",
    [
        "[" * 9000 + "]" * 9000,
        "!" * 20000 + "1",
        "(" * 200 + ")" * 199,
        "\0",
        "",
        "#!/bin/sh",
        "`${",
        "/*",
    ],
    ids=[
        "arrays",
        "operators",
        "one parenthesis short",
        "zero",
        "nothing",
        "a shebang",
        "a template",
        "a comment",
    ],
)
def test_whatever_the_text_it_is_refused_or_fails_in_good_order(source: str) -> None:
    outcome: object
    try:
        outcome = Code(source).evaluate("request", {}).error
    except CodeRefused as refused:
        outcome = refused.errors

    assert outcome
