"""Counts what happens, for the dashboards and alarms of the operators."""

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

DONE = "Done"
"""A mutation was carried out; counted for each field."""

REFUSED = "Refused"
"""A request was refused by a rule."""

DEFECTS = "Defects"
"""A request failed, and it is our fault."""

SIGN_UPS = "SignUps"
"""A person has confirmed the address given at sign-up."""


def count(name: str, field: str | None = None) -> None:
    """Count one event of the function that runs, and of a field where one is named.

    A line in the log of which CloudWatch makes the metric: it costs no call, and can't fail a request.
    """
    # not Metrics, whose figures all instances of a process share: locally requests run side by side
    metrics = EphemeralMetrics()
    if field is not None:
        metrics.add_dimension("field", field)
    metrics.add_metric(name, MetricUnit.Count, 1)
    metrics.flush_metrics()
