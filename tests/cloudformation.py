"""A stand-in for CloudFormation: sends the events of a custom resource, and takes the answers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


class Answers(HTTPServer):
    """Takes what is sent to CloudFormation."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, Any]]] = []
        super().__init__(("127.0.0.1", 0), _Receiver)

    def event(self, request_type: str, logical_id: str, **properties: str) -> dict[str, Any]:
        """What CloudFormation sends."""
        return {
            "RequestType": request_type,
            "ResponseURL": f"http://127.0.0.1:{self.server_port}/signed?Signature=1",
            "StackId": "arn:aws:cloudformation:eu-west-3:1:stack/ImpressionnistesDatabase-dev/1",
            "RequestId": "request",
            "LogicalResourceId": logical_id,
            "ResourceProperties": {"ServiceToken": "arn", **properties},
        }


class _Receiver(BaseHTTPRequestHandler):
    server: Answers

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.headers["Content-Type"], json.loads(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""


@contextmanager
def listening() -> Iterator[Answers]:
    """Answers are taken meanwhile."""
    with Answers() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
