"""Resolves the names of APPSYNC_JS code and refuses what depends on what a name stands for.

Names that nothing declares, recursion, functions passed, returned or assigned, writes to the context, methods and
members that do not exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tree_sitter import Node

from local.appsync.language import SyntaxFault, descendants, text_of
from local.appsync.surface import CALLBACK_METHODS, GLOBALS, MEMBERS, MISSING_METHODS, MODULES

_FUNCTIONS: Final = frozenset(
    {"function_declaration", "function_expression", "arrow_function", "method_definition"}
    | {"generator_function", "generator_function_declaration"}
)
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


def name_faults(root: Node) -> list[SyntaxFault]:
    """What is refused because of what its names stand for, in the order of the text."""
    references = list(_references(root, None, ()))
    by_node = {reference.node.id: reference for reference in references}
    own_methods = _own_methods(root)
    faults = [*_import_faults(root), *_unknown_names(references), *_recursion_faults(references)]
    for reference in references:
        faults.extend(_assigned_faults(reference))
    for node in descendants(root):
        if node.type == "call_expression":
            faults.extend(_call_faults(node, by_node, own_methods))
        elif node.type == "member_expression":
            faults.extend(_member_faults(node, by_node))
        elif node.type in {"return_statement", "variable_declarator", "assignment_expression"}:
            faults.extend(_function_value_faults(node, by_node))
    return sorted(faults, key=lambda fault: fault.node.start_byte)


def _references(node: Node, scope: Scope | None, within: tuple[Node, ...]) -> Iterator[Reference]:
    if node.type in _FUNCTIONS:
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
    if node.type != "identifier" or node.parent is None:
        return False
    parent = node.parent
    if parent.type in {"export_specifier", "namespace_export"}:
        return parent.child_by_field_name("name") == node
    if parent.type in _FUNCTIONS and node in {
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
        if parent.type in {"assignment_pattern", "object_assignment_pattern"}:
            if parent.child_by_field_name("left") != child:
                return False
        elif parent.type == "pair_pattern":
            if parent.child_by_field_name("value") != child:
                return False
        elif parent.type not in {"object_pattern", "array_pattern", "rest_pattern"}:
            return False
        child, parent = parent, parent.parent
    return False


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
        stack.extend(child for child in current.children if child.type not in _FUNCTIONS)
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
        elif statement.type in _FUNCTIONS or statement.type == "class_declaration":
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
        function = value if value is not None and value.type in _FUNCTIONS else None
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
    """What an import statement brings in: (`*`, `default` or the exported name, its node, the local name's node)."""
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
    """Whether an exported name of AWS's modules is a type, as Context is; there is nothing of it at run time."""
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


def _import_faults(root: Node) -> Iterator[SyntaxFault]:
    for statement in root.named_children:
        if statement.type == "export_statement" and statement.child_by_field_name("source") is not None:
            yield SyntaxFault(statement, "no-re-export", "Exporting from another module is not supported.")
        if statement.type != "import_statement":
            continue
        module = module_of(statement)
        source = statement.child_by_field_name("source") or statement
        if module not in MODULES:
            message = f"Cannot find module '{module}' or its corresponding type declarations."
            yield SyntaxFault(source, "TS2307", message)
            continue
        for exported, node, _ in imports(statement):
            if exported == "default":
                yield SyntaxFault(node, "TS1192", f"Module '\"{module}\"' has no default export.")
            elif exported != "*" and exported not in MODULES[module] and not is_type(exported):
                yield SyntaxFault(
                    node, "TS2305", f"Module '\"{module}\"' has no exported member '{exported}'."
                )


def _unknown_names(references: list[Reference]) -> Iterator[SyntaxFault]:
    for reference in references:
        name = text_of(reference.node)
        if reference.declaration is None and name not in GLOBALS:
            yield SyntaxFault(reference.node, "TS2304", f"Cannot find name '{name}'.")


def _recursion_faults(references: list[Reference]) -> Iterator[SyntaxFault]:
    """Every use of a function, in a call or as a callback, from inside itself, directly or through others."""
    uses: dict[int, set[int]] = {}
    for reference in references:
        function = reference.declaration.function if reference.declaration is not None else None
        if function is not None:
            for outer in reference.within:
                uses.setdefault(outer.id, set()).add(function.id)
    for reference in references:
        declaration = reference.declaration
        if declaration is None or declaration.function is None:
            continue
        reached = _reachable(declaration.function.id, uses)
        if any(outer.id in reached or outer.id == declaration.function.id for outer in reference.within):
            name = text_of(reference.node)
            message = f"Recursive function calls not supported. Detected cycle in {name}"
            yield SyntaxFault(reference.node, "no-recursion", message)


def _reachable(start: int, uses: dict[int, set[int]]) -> set[int]:
    reached: set[int] = set()
    stack = [start]
    while stack:
        for used in uses.get(stack.pop(), ()):
            if used not in reached:
                reached.add(used)
                stack.append(used)
    return reached


def _assigned_faults(reference: Reference) -> Iterator[SyntaxFault]:
    """Writes to a constant, to the context, or to a member directly on the context."""
    node, declaration = reference.node, reference.declaration
    if declaration is None:
        return
    name = text_of(node)
    if _is_written(node):
        if declaration.kind == "context":
            message = f"{name} is readonly and re-assignment is not supported."
            yield SyntaxFault(node, "no-disallowed-re-assignment", message)
        elif declaration.kind in {"const", "import"}:
            yield SyntaxFault(node, "TS2588", f"Cannot assign to '{name}' because it is a constant.")
    member = node.parent
    if declaration.kind != "context" or member is None:
        return
    if (
        member.type in {"member_expression", "subscript_expression"}
        and member.child_by_field_name("object") == node
    ):
        member_name = member.child_by_field_name("property") or member.child_by_field_name("index")
        if member_name is not None and (_is_written(member) or _is_deleted(member)):
            written = text_of(member_name).strip("\"'`")
            message = f"{name} is readonly. Adding/Updating {written} is not supported."
            yield SyntaxFault(member, "no-disallowed-re-assignment", message)


def _is_written(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type in {"assignment_expression", "augmented_assignment_expression"}:
        return parent.child_by_field_name("left") == node
    if parent.type == "for_in_statement":
        return parent.child_by_field_name("left") == node and parent.child_by_field_name("kind") is None
    return parent.type == "update_expression"


def _is_deleted(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type != "unary_expression":
        return False
    operator = parent.child_by_field_name("operator")
    return operator is not None and operator.type == "delete"


def _own_methods(root: Node) -> frozenset[str]:
    """The names of members that the file itself gives functions; calls of these are its own."""
    names = set()
    for node in descendants(root):
        if node.type == "method_definition":
            key = node.child_by_field_name("name")
        elif node.type == "pair" and (value := node.child_by_field_name("value")) is not None:
            key = node.child_by_field_name("key") if value.type in _FUNCTIONS else None
        else:
            continue
        if key is not None:
            names.add(text_of(key).strip("\"'"))
    return frozenset(names)


def _stands_for(node: Node, by_node: dict[int, Reference]) -> str | None:
    """What an expression is among the objects with known members: `util`, `util.time`, `module …`, or None."""
    if node.type == "identifier":
        reference = by_node.get(node.id)
        if reference is None:
            return None
        if reference.declaration is None:
            return text_of(node)
        return reference.declaration.member_of
    if node.type == "member_expression":
        owner = node.child_by_field_name("object")
        member = node.child_by_field_name("property")
        known = None if owner is None else _stands_for(owner, by_node)
        if known is None or member is None:
            return None
        return text_of(member) if known.startswith("module ") else f"{known}.{text_of(member)}"
    return None


def _member_faults(node: Node, by_node: dict[int, Reference]) -> Iterator[SyntaxFault]:
    owner, member = node.child_by_field_name("object"), node.child_by_field_name("property")
    if owner is None or member is None:
        return
    if text_of(member) in {"__proto__", "prototype", "constructor"}:
        yield SyntaxFault(member, "TS2339", f"Property '{text_of(member)}' does not exist.")
        return
    known = _stands_for(owner, by_node)
    if known is None:
        return
    members = (
        MODULES.get(known.removeprefix("module ")) if known.startswith("module ") else MEMBERS.get(known)
    )
    if members is not None and text_of(member) not in members:
        message = f"Property '{text_of(member)}' does not exist on type '{text_of(owner)}'."
        yield SyntaxFault(member, "TS2339", message)


def _call_faults(
    call: Node, by_node: dict[int, Reference], own_methods: frozenset[str]
) -> Iterator[SyntaxFault]:
    callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if callee is None or arguments is None:
        return
    known = _stands_for(callee, by_node)
    method = _method_name(callee)
    if known in {"Object", "Array", "String", "Number", "Math", "JSON"}:
        yield SyntaxFault(call, "no-disallowed-methods", f"Method {known} is not implemented")
    elif method in MISSING_METHODS and method not in own_methods and _owner(callee, by_node) not in MEMBERS:
        yield SyntaxFault(call, "no-disallowed-methods", f"Method {method} is not implemented")
    if method == "sort" and arguments.type == "arguments" and arguments.named_children:
        yield SyntaxFault(call, "no-function-passing", "Array.sort does not take arguments")
    elif method not in CALLBACK_METHODS or known is not None:
        for argument in arguments.named_children:
            if _is_function(argument, by_node):
                yield SyntaxFault(call, "no-function-passing", "Functions can not be passed as an argument")


def _method_name(callee: Node) -> str | None:
    member = callee.child_by_field_name("property") if callee.type == "member_expression" else None
    return None if member is None else text_of(member)


def _owner(callee: Node, by_node: dict[int, Reference]) -> str | None:
    owner = callee.child_by_field_name("object")
    return None if owner is None else _stands_for(owner, by_node)


def _is_function(node: Node, by_node: dict[int, Reference]) -> bool:
    if node.type in _FUNCTIONS:
        return True
    reference = by_node.get(node.id)
    return (
        reference is not None
        and reference.declaration is not None
        and reference.declaration.function is not None
    )


def _function_value_faults(node: Node, by_node: dict[int, Reference]) -> Iterator[SyntaxFault]:
    """A function given back by a function, or a named one given a second name."""
    if node.type == "return_statement":
        if any(_is_function(child, by_node) for child in node.named_children):
            yield SyntaxFault(node, "no-function-return", "returning a function is not allowed")
        return
    value = node.child_by_field_name("value" if node.type == "variable_declarator" else "right")
    if value is not None and value.type == "identifier" and _is_function(value, by_node):
        yield SyntaxFault(node, "no-function-reassign", "re-assigning function is not allowed")
