"""The Lambda function of this folder."""

from resolvers import privacy
from resolvers.lambda_function import handler_of

handler = handler_of(privacy.__name__, list(privacy.__path__))
