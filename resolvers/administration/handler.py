"""The Lambda function of this folder."""

from resolvers import administration
from resolvers.lambda_function import handler_of

handler = handler_of(administration.__name__, list(administration.__path__))
