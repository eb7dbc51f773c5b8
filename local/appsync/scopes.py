"""Resolves the names of APPSYNC_JS code: what declares each use of a name, and the functions around it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tree_sitter import Node

from local.appsync.language import FUNCTIONS, text_of

_BLOCKS: Final = frozenset({"program", "statement_block", "for_in_statement", "switch_body"})
_HANDLERS: Final = frozenset({"request", "response"})


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """One declared name: its node, how it is declared, and the function it stands for when that is known."""

    name: Node
    kind: str
    function: Node | None = None
    member_of: str | None = None


@dataclass(slots=True)
class Scope:
    """The names of a function or block; `owner` is its node."""

    owner: Node
    parent: "Scope | None"
    declared: dict[str, Declaration] = field(default_factory=dict)

    def find(self, name: str) -> Declaration | None:
        """The declaration a name resolves to from here."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.declared:
                return scope.declared[name]
            scope = scope.parent
        return None


@dataclass(frozen=True, slots=True)
class Reference:
    """A use of a name, with what it resolves to and the functions it stands in, the innermost first."""

    node: Node
    declaration: Declaration | None
    within: tuple[Node, ...]


def references(root: Node) -> list[Reference]:
    """Every use of a name in a file."""
    return list(_references(root, None, ()))


def _references(node: Node, scope: Scope | None, within: tuple[Node, ...]) -> Iterator[Reference]:
    if node.type in FUNCTIONS:
        scope = Scope(node, scope, _parameters(node))
        within = (node, *within)
    if node.type in _BLOCKS:
        scope = Scope(node, scope, _block_names(node))
    if scope is not None and _is_use(node):
        yield Reference(node, scope.find(text_of(node)), within)
    if node.type == "import_statement":
        return
    for child in node.children:
        yield from _references(child, scope, within)


def _is_use(node: Node) -> bool:
    """Whether a node is a name that is read or written, not one that is declared."""
    if node.type == "shorthand_property_identifier":
        return True
    if node.type not in {"identifier", "shorthand_property_identifier_pattern"} or node.parent is None:
        return False
    parent = node.parent
    if parent.type in {"export_specifier", "namespace_export"}:
        return parent.child_by_field_name("name") == node
    if parent.type in FUNCTIONS and node in {
        parent.child_by_field_name("name"),
        parent.child_by_field_name("parameter"),
    }:
        return False
    return not _is_bound(node)


def _is_bound(node: Node) -> bool:
    """Whether a name stands in a pattern that declares it (a parameter, a declarator, the head of a loop)."""
    child, parent = node, node.parent
    while parent is not None:
        if parent.type == "formal_parameters":
            return True
        if parent.type == "variable_declarator":
            return parent.child_by_field_name("name") == child
        if parent.type == "for_in_statement":
            return (
                parent.child_by_field_name("left") == child and parent.child_by_field_name("kind") is not None
            )
        if not takes_a_value(child, parent):
            return False
        child, parent = parent, parent.parent
    return False


def takes_a_value(part: Node, pattern: Node) -> bool:
    """Whether a part of a pattern gets a value when the pattern takes one apart; defaults and keys do not."""
    if pattern.type in {"assignment_pattern", "object_assignment_pattern"}:
        return pattern.child_by_field_name("left") == part
    if pattern.type == "pair_pattern":
        return pattern.child_by_field_name("value") == part
    return pattern.type in {"object_pattern", "array_pattern", "rest_pattern"}


def _bound_names(pattern: Node) -> Iterator[Node]:
    """The names that a pattern declares."""
    if pattern.type in {"identifier", "shorthand_property_identifier_pattern"}:
        yield pattern
    elif pattern.type in {"assignment_pattern", "object_assignment_pattern"}:
        left = pattern.child_by_field_name("left")
        if left is not None:
            yield from _bound_names(left)
    elif pattern.type == "pair_pattern":
        value = pattern.child_by_field_name("value")
        if value is not None:
            yield from _bound_names(value)
    else:
        for child in pattern.named_children:
            yield from _bound_names(child)


def _parameters(function: Node) -> dict[str, Declaration]:
    names: dict[str, Declaration] = {}
    own = function.child_by_field_name("name")
    if own is not None and function.type == "function_expression":
        names[text_of(own)] = Declaration(own, "function", function)
    parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    if parameters is not None:
        for name in _bound_names(parameters):
            kind = "context" if _is_handler(function) and name == _first(parameters) else "parameter"
            names[text_of(name)] = Declaration(name, kind)
    body = function.child_by_field_name("body")
    if body is not None:
        names.update(_hoisted_names(body))
    return names


def _first(parameters: Node) -> Node | None:
    if parameters.type == "identifier":
        return parameters
    return parameters.named_children[0] if parameters.named_children else None


def _is_handler(function: Node) -> bool:
    """Whether a function is the top-level request or response."""
    name = function.child_by_field_name("name")
    if name is None and function.parent is not None and function.parent.type == "variable_declarator":
        name = function.parent.child_by_field_name("name")
    return name is not None and text_of(name) in _HANDLERS


def _hoisted_names(node: Node) -> dict[str, Declaration]:
    """The names that `var` declares anywhere in a function's own code."""
    names: dict[str, Declaration] = {}
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type == "variable_declaration":
            names.update(_declarators(current, "var"))
        if current.type == "for_in_statement" and _loop_kind(current) == "var":
            names.update(_loop_names(current))
        stack.extend(child for child in current.children if child.type not in FUNCTIONS)
    return names


def _block_names(block: Node) -> dict[str, Declaration]:
    """The names declared directly in a block; for the whole file, imports and `var` too."""
    names: dict[str, Declaration] = {}
    if block.type == "program":
        names.update(_hoisted_names(block))
    if block.type == "for_in_statement":
        return _loop_names(block)
    for statement in _statements(block):
        if statement.type == "lexical_declaration":
            kind = statement.child_by_field_name("kind")
            names.update(_declarators(statement, text_of(kind) if kind is not None else "const"))
        elif statement.type in FUNCTIONS or statement.type == "class_declaration":
            name = statement.child_by_field_name("name")
            if name is not None:
                names[text_of(name)] = Declaration(name, "function", statement)
        elif statement.type == "import_statement":
            names.update(_imported_names(statement))
    return names


def _statements(block: Node) -> Iterator[Node]:
    for child in block.named_children:
        if child.type in {"switch_case", "switch_default"}:
            yield from child.named_children
        elif child.type == "export_statement":
            declaration = child.child_by_field_name("declaration")
            if declaration is not None:
                yield declaration
        else:
            yield child


def _declarators(declaration: Node, kind: str) -> dict[str, Declaration]:
    names: dict[str, Declaration] = {}
    for declarator in declaration.named_children:
        pattern = declarator.child_by_field_name("name")
        value = declarator.child_by_field_name("value")
        if pattern is None:
            continue
        function = value if value is not None and value.type in FUNCTIONS else None
        for name in _bound_names(pattern):
            names[text_of(name)] = Declaration(name, kind, function if pattern == name else None)
    return names


def _loop_kind(loop: Node) -> str | None:
    kind = loop.child_by_field_name("kind")
    return None if kind is None else text_of(kind)


def _loop_names(loop: Node) -> dict[str, Declaration]:
    kind, left = _loop_kind(loop), loop.child_by_field_name("left")
    if kind is None or left is None:
        return {}
    return {text_of(name): Declaration(name, kind) for name in _bound_names(left)}


def imports(statement: Node) -> Iterator[tuple[str, Node, Node | None]]:
    """What an import brings in: (`*`, `default` or the exported name, its node, the local name's node)."""
    for clause in statement.named_children:
        if clause.type != "import_clause":
            continue
        for part in clause.named_children:
            if part.type == "identifier":
                yield "default", part, part
            elif part.type == "namespace_import":
                yield "*", part, part.named_children[0]
            elif part.type == "named_imports":
                for specifier in part.named_children:
                    name = specifier.child_by_field_name("name")
                    if name is not None:
                        yield text_of(name), name, specifier.child_by_field_name("alias") or name


def module_of(statement: Node) -> str:
    """The module an import statement names."""
    source = statement.child_by_field_name("source")
    return "" if source is None else text_of(source)[1:-1]


def is_type(name: str) -> bool:
    """Whether an exported name of AWS's modules is a type, as Context is, and nothing at run time."""
    return name[:1].isupper()


def _imported_names(statement: Node) -> dict[str, Declaration]:
    names: dict[str, Declaration] = {}
    module = module_of(statement)
    for exported, _, local in imports(statement):
        if local is None:
            continue
        member_of = f"module {module}" if exported == "*" else exported
        names[text_of(local)] = Declaration(local, "import", member_of=member_of)
    return names
