"""The Lambda function of this folder."""

from resolvers import registration
from resolvers.lambda_function import handler_of

handler = handler_of(registration.__name__, list(registration.__path__))
