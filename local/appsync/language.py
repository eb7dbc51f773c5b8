"""Reads APPSYNC_JS code and refuses what AWS refuses, with errors shaped as AWS shapes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser, Tree

MAXIMUM_LENGTH: Final = 32_768

FUNCTIONS: Final = frozenset(
    {"function_declaration", "function_expression", "arrow_function", "method_definition"}
    | {"generator_function", "generator_function_declaration"}
)

_LANGUAGE: Final = Language(tree_sitter_javascript.language())


@dataclass(frozen=True, slots=True)
class Location:
    """Where an error is: line and column from 1, span in characters; 0, 0 and 0 when it has no place."""

    line: int = 0
    column: int = 0
    span: int = 0


@dataclass(frozen=True, slots=True)
class CodeError:
    """One error of EvaluateCode's `codeErrors`.

    Source: AWS API reference, CodeError; values as recorded: `error TS…` for TypeScript's errors, with
    PARSE_ERROR, and `error @aws-appsync/…` for those of AWS's lint rules; MISSING_MAPPING_EXPORT. AWS's
    names for what fails while it runs or exceeds a limit are not known: RUNTIME_ERROR, LIMIT_EXCEEDED and
    VALIDATION_ERROR are ours.
    """

    error_type: str
    value: str
    location: Location


class CodeRefused(Exception):
    """The code is not APPSYNC_JS."""

    def __init__(self, errors: tuple[CodeError, ...]) -> None:
        super().__init__("Error: " + "".join(error.value for error in errors).strip())
        self.errors = errors


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """A piece of code that APPSYNC_JS does not have; `rule` is TypeScript's or the linter's name for it."""

    node: Node
    rule: str
    message: str

    def to_code_error(self, file_name: str, lines: Sequence[bytes]) -> CodeError:
        """The error as AWS gives it; `lines` are the file's, as tree-sitter counts columns in bytes."""
        row, byte_column = self.node.start_point
        line, column = row + 1, len(lines[row][:byte_column].decode()) + 1
        span = len((self.node.text or b"").decode())
        kind = "PARSE_ERROR" if self.rule.startswith("TS") else "LINT_ERROR"
        rule = self.rule if kind == "PARSE_ERROR" else f"@aws-appsync/{self.rule}"
        value = f"{file_name}({line},{column}): error {rule}: {self.message}\n"
        return CodeError(kind, value, Location(line, column, span))


def parse(source: str) -> Tree:
    """The syntax tree of a file; it may hold error nodes."""
    return Parser(_LANGUAGE).parse(source.encode())


def descendants(node: Node) -> Iterator[Node]:
    """A node and all below it, in the order of the text."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))


def text_of(node: Node) -> str:
    """The text of a node."""
    return (node.text or b"").decode()


def syntax_faults(tree: Tree) -> list[SyntaxFault]:
    """What the tree itself shows to be refused: what is no JavaScript, and syntax that APPSYNC_JS lacks."""
    faults: list[SyntaxFault] = []
    for node in descendants(tree.root_node):
        if node.is_missing:
            faults.append(SyntaxFault(node, "TS1005", f"'{node.type}' expected."))
        elif node.is_error:
            faults.append(SyntaxFault(node, "TS1109", "Expression expected."))
        elif (refusal := _refusal(node)) is not None:
            faults.append(SyntaxFault(node, *refusal))
    return faults


# Rules and messages are those of AWS's linter; what AWS refuses and its linter misses (throw, new and the
# like) is told in the same manner.
_REFUSED_NODES: Final = {
    "for_statement": ("no-for", "For statements are not supported."),
    "while_statement": ("no-while", "While statements are not supported."),
    "do_statement": ("no-while", "do...while statements are not supported."),
    "continue_statement": ("no-continue", "Continue statements are not supported"),
    "try_statement": ("no-try", "Try statements are not supported."),
    "throw_statement": ("no-throw", "Throw statements are not supported"),
    "labeled_statement": ("no-labels", "Labeled statements are not supported."),
    "with_statement": ("no-with", "With statements are not supported."),
    "debugger_statement": ("no-debugger", "Debugger statements are not supported."),
    "class_declaration": ("no-classes", "Class declarations are not supported."),
    "class": ("no-classes", "Class declarations are not supported."),
    "super": ("no-classes", "Class declarations are not supported."),
    "import": ("no-dynamic-import", "Dynamic imports are not supported."),
    "meta_property": ("no-meta-property", "Meta properties are not supported."),
    "await_expression": ("no-await", "The `await` keyword is not supported"),
    "yield_expression": ("no-yield", "Yield statements are not supported"),
    "generator_function": ("no-generators", "Generator functions are not supported."),
    "generator_function_declaration": ("no-generators", "Generator functions are not supported."),
    "this": ("no-this", "This expressions are not supported."),
    "regex": ("no-regex", "Regex literals are not supported."),
    "jsx_element": ("TS17004", "Cannot use JSX unless the '--jsx' flag is provided."),
    "jsx_self_closing_element": ("TS17004", "Cannot use JSX unless the '--jsx' flag is provided."),
}
# By the operator's token.
_REFUSED_OPERATORS: Final = {
    "++": ("no-disallowed-unary-operators", "The operator ++ is not supported"),
    "--": ("no-disallowed-unary-operators", "The operator -- is not supported"),
    "~": ("no-disallowed-unary-operators", "The operator ~ is not supported"),
    "instanceof": ("no-disallowed-binary-operators", "The operator instanceof is not supported"),
    "in": ("no-in-operator", "in operator is not supported. Use Object.hasOwn()."),
}
# Statements of a module's top level, and what stands in functions alone.
_TOP_LEVEL: Final = {
    "import_statement": ("TS1232", "An import declaration can only be used at the top level of a module."),
    "export_statement": ("TS1233", "An export declaration can only be used at the top level of a module."),
}
_RETURN_OUTSIDE: Final = ("TS1108", "A 'return' statement can only be used within a function body.")
_BIG_INTEGER: Final = ("TS2737", "BigInt literals are not available when targeting lower than ES2020.")
# Words that are refused in one place only: the node they stand in, rule and message.
_REFUSED_WORDS: Final = {
    "await": ("for_in_statement", "no-await", "The `await` keyword is not supported"),
    "*": ("method_definition", "no-generators", "Generator functions are not supported."),
}


def _refusal(node: Node) -> tuple[str, str] | None:
    """The rule and message that refuse a node by itself, or None."""
    if node.type == "new_expression":
        return _refused_construction(node)
    if node.type in {"update_expression", "unary_expression", "binary_expression"}:
        operator = node.child_by_field_name("operator")
        return None if operator is None else _REFUSED_OPERATORS.get(operator.type)
    if node.type in _TOP_LEVEL and node.parent is not None and node.parent.type != "program":
        return _TOP_LEVEL[node.type]
    if node.type == "return_statement" and not _is_in_a_function(node):
        return _RETURN_OUTSIDE
    if node.type == "number" and text_of(node).endswith("n"):
        return _BIG_INTEGER
    if node.is_named:
        return _REFUSED_NODES.get(node.type)
    if node.type == "async":
        return "no-async", "Async functions are not supported."
    if node.type in _REFUSED_WORDS and node.parent is not None:
        place, rule, message = _REFUSED_WORDS[node.type]
        return (rule, message) if node.parent.type == place else None
    return None


def _is_in_a_function(node: Node) -> bool:
    while node.parent is not None:
        node = node.parent
        if node.type in FUNCTIONS:
            return True
    return False


def _refused_construction(node: Node) -> tuple[str, str]:
    constructor = node.child_by_field_name("constructor")
    if constructor is not None and text_of(constructor) == "Promise":
        return "no-promise", "Promise is not supported"
    return "no-new", "New expressions are not supported."
