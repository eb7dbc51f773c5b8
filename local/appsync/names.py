"""Refuses APPSYNC_JS code for what its names stand for.

Names that nothing declares, recursion, functions passed, returned or assigned, writes to the context, methods
and members that do not exist.
"""

from collections.abc import Iterator

from tree_sitter import Node

from local.appsync.language import FUNCTIONS, SyntaxFault, descendants, text_of
from local.appsync.scopes import Reference, imports, is_type, module_of, references, takes_a_value
from local.appsync.surface import CALLBACK_METHODS, GLOBALS, MEMBERS, MISSING_METHODS, MODULES, NAMESPACES


def name_faults(root: Node) -> list[SyntaxFault]:
    """What is refused because of what its names stand for, in the order of the text."""
    uses = references(root)
    by_node = {reference.node.id: reference for reference in uses}
    own_methods = _own_methods(root)
    faults = [*_import_faults(root), *_unknown_names(uses), *_recursion_faults(uses)]
    for reference in uses:
        faults.extend(_assigned_faults(reference))
    for node in descendants(root):
        faults.extend(_function_made_twice_faults(node))
        if node.type == "call_expression":
            faults.extend(_call_faults(node, by_node, own_methods))
        elif node.type == "member_expression":
            faults.extend(_member_faults(node, by_node))
        elif node.type in {
            "return_statement",
            "arrow_function",
            "variable_declarator",
            "assignment_expression",
        }:
            faults.extend(_function_value_faults(node, by_node))
    return sorted(faults, key=lambda fault: fault.node.start_byte)


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


def _function_made_twice_faults(block: Node) -> Iterator[SyntaxFault]:
    """Of two functions of one name in one block, the engine would take the last."""
    if block.type not in {"program", "statement_block"}:
        return
    seen: set[str] = set()
    for statement in block.named_children:
        declaration = statement.child_by_field_name("declaration") or statement
        name = declaration.child_by_field_name("name")
        if declaration.type != "function_declaration" or name is None:
            continue
        if text_of(name) in seen:
            yield SyntaxFault(name, "TS2393", "Duplicate function implementation.")
        seen.add(text_of(name))


def _unknown_names(uses: list[Reference]) -> Iterator[SyntaxFault]:
    for reference in uses:
        name = text_of(reference.node)
        if reference.declaration is None and name not in GLOBALS:
            yield SyntaxFault(reference.node, "TS2304", f"Cannot find name '{name}'.")


def _recursion_faults(uses: list[Reference]) -> Iterator[SyntaxFault]:
    """Every use of a function, in a call or as a callback, from inside itself, directly or through others."""
    used_in: dict[int, set[int]] = {}
    for reference in uses:
        function = reference.declaration.function if reference.declaration is not None else None
        if function is not None:
            for outer in reference.within:
                used_in.setdefault(outer.id, set()).add(function.id)
    reachable: dict[int, set[int]] = {}
    for reference in uses:
        declaration = reference.declaration
        if declaration is None or declaration.function is None or not reference.within:
            continue
        start = declaration.function.id
        reached = reachable.setdefault(start, set()) or _reachable(start, used_in)
        reachable[start] = reached
        if any(outer.id in reached or outer.id == declaration.function.id for outer in reference.within):
            name = text_of(reference.node)
            message = f"Recursive function calls not supported. Detected cycle in {name}"
            yield SyntaxFault(reference.node, "no-recursion", message)


def _reachable(start: int, used_in: dict[int, set[int]]) -> set[int]:
    reached: set[int] = set()
    stack = [start]
    while stack:
        for used in used_in.get(stack.pop(), ()):
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
        elif declaration.kind == "function":
            yield SyntaxFault(node, "TS2630", f"Cannot assign to '{name}' because it is a function.")
    owner = _with_parentheses(node)
    member = owner.parent
    if declaration.kind != "context" or member is None:
        return
    if (
        member.type in {"member_expression", "subscript_expression"}
        and member.child_by_field_name("object") == owner
    ):
        member_name = member.child_by_field_name("property") or member.child_by_field_name("index")
        if member_name is not None and (_is_written(member) or _is_deleted(member)):
            written = text_of(member_name).strip("\"'`")
            message = f"{name} is readonly. Adding/Updating {written} is not supported."
            yield SyntaxFault(member, "no-disallowed-re-assignment", message)


def _is_written(node: Node) -> bool:
    """Whether a name or a member gets a value: by itself, or in a pattern that takes a value apart."""
    child, parent = node, node.parent
    while parent is not None:
        if parent.type in {"assignment_expression", "augmented_assignment_expression"}:
            return parent.child_by_field_name("left") == child
        if parent.type == "for_in_statement":
            return parent.child_by_field_name("left") == child and parent.child_by_field_name("kind") is None
        if parent.type == "update_expression":
            return True
        if parent.type != "parenthesized_expression" and not takes_a_value(child, parent):
            return False
        child, parent = parent, parent.parent
    return False


def _with_parentheses(node: Node) -> Node:
    """A node together with the parentheses around it."""
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    return node


def _is_deleted(node: Node) -> bool:
    parent = _with_parentheses(node).parent
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
            key = node.child_by_field_name("key") if value.type in FUNCTIONS else None
        else:
            continue
        if key is not None:
            names.add(text_of(key).strip("\"'"))
    return frozenset(names)


def _stands_for(node: Node, by_node: dict[int, Reference]) -> str | None:
    """Which of the objects with known members an expression is: `util`, `util.time`, `module …`; or None."""
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
    if known in NAMESPACES:
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
    node = _within_parentheses(node)
    if node.type in FUNCTIONS:
        return True
    reference = by_node.get(node.id)
    return (
        reference is not None
        and reference.declaration is not None
        and reference.declaration.function is not None
    )


def _within_parentheses(node: Node) -> Node:
    """What the parentheses around an expression hold."""
    while node.type == "parenthesized_expression":
        node = next(child for child in node.named_children if child.type != "comment")
    return node


def _function_value_faults(node: Node, by_node: dict[int, Reference]) -> Iterator[SyntaxFault]:
    """A function given back by a function, or a named one given a second name."""
    if node.type in {"return_statement", "arrow_function"}:
        body = node.child_by_field_name("body")
        given = node.named_children if body is None else [body]
        if any(_is_function(child, by_node) for child in given):
            yield SyntaxFault(node, "no-function-return", "returning a function is not allowed")
        return
    value = node.child_by_field_name("value" if node.type == "variable_declarator" else "right")
    if value is None:
        return
    if _within_parentheses(value).type == "identifier" and _is_function(value, by_node):
        yield SyntaxFault(node, "no-function-reassign", "re-assigning function is not allowed")
