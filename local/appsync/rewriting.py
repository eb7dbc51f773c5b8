"""Rewrites an APPSYNC_JS module into a script the JavaScript engine can run, and maps its positions back."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node, Tree

from local.appsync.language import descendants, text_of
from local.appsync.scopes import imports, is_type, module_of

# The engine gives every script one file name: lines after this one are the resolver's, others the runtime's.
FIRST_LINE: Final = 10_000

_MODULES: Final = "$appsyncModules"
_LOG: Final = "$appsyncLog"
_COUNT: Final = "$appsyncCount"
_HEAD: Final = (
    f'"use strict"; (function ({_MODULES}, util, extensions, runtime, console, {_LOG}, {_COUNT},'
    " {{Object, Array, String, Number, Math, JSON}}) {{ return (() => {{ {imported}"
)
_TAIL: Final = "\nreturn {{ {exported} }};\n}})(); }})"
_LEVELS: Final = {"log": "INFO", "error": "ERROR"}


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of the text between two byte offsets of the source."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """A module made runnable: its text, and for each line of the module the columns where edits shift it."""

    text: str
    shifts: dict[int, list[tuple[int, int]]]

    def position(self, line: int, column: int) -> tuple[int, int]:
        """The line and column (from 1) in the module of a position in the script."""
        own_line = line - FIRST_LINE
        moved = self.shifts.get(own_line, [])
        index = bisect_right([start for start, _ in moved], column) - 1
        return own_line, max(column - (moved[index][1] if index >= 0 else 0), 1)


def rewrite(tree: Tree) -> Script:
    """The script of a module that has been found to be within the language.

    It is an expression: the function (modules, util, …) => handlers that runtime/running.js calls once for
    each evaluation, so that nothing a module keeps outlives one.
    """
    root = tree.root_node
    source = _leading(root) + (root.text or b"")
    edits = sorted(_edits(root, source), key=lambda edit: (edit.start, edit.end))
    body, shifts = _apply(source, edits)
    head = _HEAD.format(imported=_imported(root))
    tail = _TAIL.format(exported=_exported(root))
    return Script(head + "\n" * FIRST_LINE + body + tail, shifts)


def _leading(root: Node) -> bytes:
    """The white space before the first token, which tree-sitter leaves out of the root."""
    return b"\n" * root.start_point.row + b" " * root.start_point.column


def _edits(root: Node, source: bytes) -> list[Edit]:
    # Offsets count from the text that rewrite() puts together, whose leading white space may be shorter.
    offset = len(_leading(root)) - root.start_byte
    edits: list[Edit] = []
    for node in descendants(root):
        if node.type in {"import_statement", "export_statement"}:
            edits.append(_blanked(node, offset))
        elif node.type == "for_in_statement":
            edits.extend(_counted(node, offset))
        elif node.type == "call_expression":
            edits.extend(_located_log(node, offset, source))
    return edits


def _blanked(statement: Node, offset: int) -> Edit:
    """Removes an import, a list of exports, or the `export` before a declaration; line ends stay."""
    declaration = statement.child_by_field_name("declaration")
    start = statement.start_byte
    end = statement.end_byte if declaration is None else declaration.start_byte
    removed = (statement.text or b"")[: end - start].decode()
    blank = "".join("\n" if character == "\n" else " " for character in removed)
    return Edit(start + offset, end + offset, blank)


def _counted(loop: Node, offset: int) -> list[Edit]:
    body = loop.child_by_field_name("body")
    if body is None:
        return []
    if body.type == "statement_block":
        inside = body.start_byte + 1 + offset
        return [Edit(inside, inside, f"{_COUNT}();")]
    start, end = body.start_byte + offset, body.end_byte + offset
    return [Edit(start, start, f"{{{_COUNT}();"), Edit(end, end, "}")]


def _located_log(call: Node, offset: int, source: bytes) -> list[Edit]:
    """`console.log` becomes a call that knows its line and column, which AWS writes in every log line."""
    callee = call.child_by_field_name("function")
    if callee is None or callee.type != "member_expression":
        return []
    owner, method = callee.child_by_field_name("object"), callee.child_by_field_name("property")
    if owner is None or method is None or owner.type != "identifier" or text_of(owner) != "console":
        return []
    level = _LEVELS.get(text_of(method))
    if level is None:
        return []
    start = callee.start_byte + offset
    column = len(source[source.rfind(b"\n", 0, start) + 1 : start].decode()) + 1
    located = f'{_LOG}("{level}",{call.start_point.row + 1},{column})'
    return [Edit(start, callee.end_byte + offset, located)]


def _apply(source: bytes, edits: list[Edit]) -> tuple[str, dict[int, list[tuple[int, int]]]]:
    pieces: list[str] = []
    shifts: dict[int, list[tuple[int, int]]] = {}
    done = 0
    line = 1
    column = 1
    for edit in edits:
        kept = source[done : edit.start].decode()
        for text in (kept, edit.text):
            line, column = _after(text, line, column)
        pieces += [kept, edit.text]
        grown = len(edit.text) - len(source[edit.start : edit.end].decode())
        if grown:
            moved = shifts.setdefault(line, [])
            moved.append((column, grown + (moved[-1][1] if moved else 0)))
        done = edit.end
    pieces.append(source[done:].decode())
    return "".join(pieces), shifts


def _after(text: str, line: int, column: int) -> tuple[int, int]:
    newlines = text.count("\n")
    if newlines:
        return line + newlines, len(text) - text.rindex("\n")
    return line, column + len(text)


def _imported(root: Node) -> str:
    constants: list[str] = []
    for statement in root.named_children:
        if statement.type != "import_statement":
            continue
        module = f'{_MODULES}["{module_of(statement)}"]'
        for exported, _, local in imports(statement):
            if local is None:
                continue
            value = "undefined" if is_type(exported) else f"{module}.{exported}"
            constants.append(f"const {text_of(local)} = {module if exported == '*' else value};")
    return " ".join(constants)


def _exported(root: Node) -> str:
    """The members of the object of handlers: exported name and local name."""
    members: dict[str, str] = {}
    for statement in root.named_children:
        if statement.type != "export_statement":
            continue
        declaration = statement.child_by_field_name("declaration")
        if declaration is not None and not any(child.type == "default" for child in statement.children):
            members.update((name, name) for name in _declared(declaration))
        for clause in statement.named_children:
            for specifier in clause.named_children if clause.type == "export_clause" else ():
                name = specifier.child_by_field_name("name")
                if name is not None:
                    members[text_of(specifier.child_by_field_name("alias") or name)] = text_of(name)
    return ", ".join(f"{exported}: {local}" for exported, local in members.items())


def _declared(declaration: Node) -> list[str]:
    own = declaration.child_by_field_name("name")
    names = [own] if own is not None else [c.child_by_field_name("name") for c in declaration.named_children]
    return [text_of(name) for name in names if name is not None and name.type == "identifier"]
