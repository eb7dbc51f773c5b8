"""Mutation.giveConsent: records that the caller agrees to a version of a text."""

from resolvers.acting import check_not_erased
from resolvers.regatta.manager import Manager
from resolvers.regatta.profile import consenting_manager
from resolvers.regatta.refusals import NotFound
from resolvers.regatta.vocabulary import ConsentKind
from resolvers.registration._manager_saving import save_manager
from resolvers.request import Request
from resolvers.table import keys


def give_consent(request: Request) -> Manager:
    """The profile since; the history keeps what was agreed to before.

    Raises:
        NotFound, Unauthorized, Invalid: nothing was written.
    """
    sub = request.caller.sub
    kind, version = ConsentKind(request.arguments["kind"]), request.arguments["version"]
    manager = request.table.get(keys.manager(sub))
    if manager is None:
        raise NotFound("There is no profile yet: updateProfile comes first.", "Manager", sub)
    check_not_erased(request, manager)
    return save_manager(request, manager, consenting_manager(manager, kind, version, request.now))
