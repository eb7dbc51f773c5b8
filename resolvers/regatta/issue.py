"""A problem that an organiser flagged on a member or a crew."""

from dataclasses import dataclass
from datetime import datetime

from resolvers.regatta.vocabulary import IssueState


@dataclass(frozen=True, slots=True)
class Issue:
    """Embedded in the member or the crew that it concerns."""

    id: str
    text: str
    state: IssueState
    flagged_at: datetime
