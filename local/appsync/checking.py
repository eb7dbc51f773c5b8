"""Decides whether a file is APPSYNC_JS."""

from tree_sitter import Tree

from local.appsync.language import MAXIMUM_LENGTH, CodeError, CodeRefused, Location, parse, syntax_faults
from local.appsync.names import name_faults


def check(source: str, file_name: str) -> Tree:
    """The syntax tree of a file within the language.

    Args:
        source: the text of the file.
        file_name: the name that errors give it; AWS's is code.js.

    Raises:
        CodeRefused: the text is no JavaScript, or JavaScript that APPSYNC_JS does not have.
    """
    if len(source) > MAXIMUM_LENGTH:
        message = f"The code is longer than {MAXIMUM_LENGTH:,} characters"
        raise CodeRefused((CodeError("VALIDATION_ERROR", message, Location()),))
    tree = parse(source)
    # As with TypeScript and ESLint, names are looked at only once the syntax is sound.
    faults = syntax_faults(tree)
    if not tree.root_node.has_error:
        try:
            faults += name_faults(tree.root_node)
        except RecursionError:
            raise CodeRefused(
                (CodeError("VALIDATION_ERROR", "The code is nested too deeply", Location()),)
            ) from None
    if faults:
        faults.sort(key=lambda fault: fault.node.start_byte)
        lines = source.encode().split(b"\n")
        raise CodeRefused(tuple(fault.to_code_error(file_name, lines) for fault in faults))
    return tree
