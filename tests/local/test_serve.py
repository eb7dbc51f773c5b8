"""`python -m local serve` as somebody runs it: its start, its restart, its ends."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.account.lock import locked
from local.account.people import PASSWORD, PEOPLE
from local.data_folder import DataFolder

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def serve(data: Path, port: int, *options: str, demonstration: bool = False) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "local", "serve", "--port", str(port), "--data", str(data)]
    return subprocess.Popen(
        [*command, *options] if demonstration else [*command, "--no-demo", *options],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@dataclass
class Running:
    """A server that answers."""

    process: "subprocess.Popen[str]"
    address: str

    def ask(self, query: str, **headers: str) -> Any:
        return httpx.post(f"{self.address}/graphql", json={"query": query}, headers=headers).json()

    def cognito(self, operation: str, **request: Any) -> httpx.Response:
        client_id = httpx.get(f"{self.address}/config.json").json()["userPoolClientId"]
        headers = {"X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}"}
        return httpx.post(
            f"{self.address}/cognito/", json={"ClientId": client_id, **request}, headers=headers
        )

    def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        parameters = {"USERNAME": email, "PASSWORD": password}
        return self.cognito("InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)

    def emulator(self) -> int:
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return int(found.stdout)

    def end(self) -> tuple[int, str]:
        """Its exit status and all it printed."""
        printed, _ = self.process.communicate(timeout=20)
        return self.process.returncode, printed


@contextmanager
def running(data: Path, *, demonstration: bool = False) -> Iterator[Running]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = serve(data, port, demonstration=demonstration)
    try:
        wait_until_ready(process, address)
        yield Running(process, address)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def wait_until_ready(process: "subprocess.Popen[str]", address: str) -> None:
    deadline = time.monotonic() + 90
    while not ready(address):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail(f"not ready: {process.communicate()[0]}")
        time.sleep(0.05)


def ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def seconds_of_work(process: int) -> float:
    """What the processors spent on a process: how long it takes, whatever else the machine does."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.email)
def test_the_four_people_sign_in_and_are_in_their_groups(served: Running, person: Any) -> None:
    token = served.sign_in(person.email).json()["AuthenticationResult"]["AccessToken"]

    answer = served.ask("{ me { email } }", authorization=token)
    assert "UnauthorizedException" not in str(answer)
    assert served.sign_in(person.email, PASSWORD + "?").status_code == 400


def test_the_api_takes_the_configured_key_and_no_other(served: Running) -> None:
    key = httpx.get(f"{served.address}/config.json").json()["apiKey"]

    assert served.ask("{ __typename }", **{"x-api-key": key}) == {"data": {"__typename": "Query"}}
    refused = served.ask("{ __typename }", **{"x-api-key": "da2-another"})
    assert refused["errors"][0]["errorType"] == "UnauthorizedException"


def sign_up(served: Running, email: str) -> httpx.Response:
    """The answer to the confirmation by the code that was mailed last."""
    attributes = {
        "email": email,
        "given_name": "Berthe",
        "family_name": "M",
        "locale": "en",
        "custom:club": "RCPM",
    }
    listed = [{"Name": name, "Value": value} for name, value in attributes.items()]
    served.cognito("SignUp", Username=email, Password=PASSWORD, UserAttributes=listed).raise_for_status()
    mails = httpx.get(f"{served.address}/mail/messages.json", params={"to": email}).json()
    newest = max(mails, key=lambda mail: mail["id"])
    code = re.search(r"\b\d{6}\b", newest["text"])
    assert code
    consents = {"privacy": "1.0", "terms": "1.0"}
    return served.cognito(
        "ConfirmSignUp", Username=email, ConfirmationCode=code.group(), ClientMetadata=consents
    )


def test_somebody_signs_up_by_the_mailed_code_and_is_a_manager(served: Running) -> None:
    email = "berthe@example.org"

    confirmed = sign_up(served, email)

    assert confirmed.status_code == 200, confirmed.text
    token = served.sign_in(email).json()["AuthenticationResult"]["AccessToken"]
    me = served.ask("{ me { firstName club language } }", authorization=token)
    assert me == {"data": {"me": {"firstName": "Berthe", "club": "RCPM", "language": "EN"}}}


def test_whoever_was_erased_signs_in_no_more_and_may_sign_up_again(served: Running) -> None:
    email = "julie@example.org"
    sign_up(served, email).raise_for_status()
    token = served.sign_in(email).json()["AuthenticationResult"]["AccessToken"]
    me = "{ me { id firstName erasedAt } }"
    before = served.ask(me, authorization=token)["data"]["me"]

    erased = served.ask(f'mutation {{ eraseMe(confirmation: "{email}") {{ id at }} }}', authorization=token)[
        "data"
    ]["eraseMe"]

    assert erased["id"] == before["id"]
    assert served.ask(me, authorization=token)["data"]["me"] == {
        "id": before["id"],
        "firstName": "",
        "erasedAt": erased["at"],
    }
    assert served.sign_in(email).status_code == 400
    sign_up(served, email).raise_for_status()
    token = served.sign_in(email).json()["AuthenticationResult"]["AccessToken"]
    assert served.ask(me, authorization=token)["data"]["me"]["id"] != before["id"]


def test_mail_that_a_lambda_sends_is_in_the_mail_box(served: Running) -> None:
    key = httpx.get(f"{served.address}/config.json").json()["apiKey"]
    message = '{name: "Edma", email: "edma@example.org", subject: "Équipage", message: "Complet."}'

    sent = served.ask(f"mutation {{ sendMessage(input: {message}) }}", **{"x-api-key": key})

    assert sent == {"data": {"sendMessage": True}}
    to_organisers, to_sender = (
        httpx.get(f"{served.address}/mail/messages.json", params={"to": address}).json()
        for address in ("organisation@impressionnistes.example", "edma@example.org")
    )
    assert ["Équipage" in mail["subject"] for mail in to_organisers] == [True]
    assert len(to_sender) == 1


def test_a_port_in_use_is_refused_with_what_to_do(tmp_path: Path, served: Running) -> None:
    port = int(served.address.rpartition(":")[2])
    printed, _ = (process := serve(tmp_path, port)).communicate(timeout=20)

    assert process.returncode == 1
    assert printed == (
        f"Port {port} can't be used: Address already in use."
        " Stop what listens there, or give another with --port.\n"
    )


def test_a_folder_in_use_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with locked(tmp_path):
        printed, _ = (process := serve(tmp_path, free_port())).communicate(timeout=20)

    assert process.returncode == 1
    assert printed == f"{tmp_path} is served already. Stop that server, or give another with --data.\n"


def test_a_first_start_with_the_demonstration_only_says_that_it_is_ready(tmp_path: Path) -> None:
    with running(tmp_path, demonstration=True) as first:
        first.process.send_signal(signal.SIGINT)
        status, printed = first.end()
    assert (status, printed.splitlines()[0]) == (0, f"Ready on {first.address}")
    assert "ERROR" not in printed


def test_it_keeps_all_and_takes_under_five_seconds_to_start_again(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        configuration = httpx.get(f"{first.address}/config.json").json()
        first.cognito("ForgotPassword", Username="admin@example.org")
        emulator = first.emulator()
        first.process.send_signal(signal.SIGINT)
        status, printed = first.end()
    assert (status, printed.splitlines()[0]) == (0, f"Ready on {first.address}")
    assert "Traceback" not in printed
    with pytest.raises(ProcessLookupError):
        os.kill(emulator, 0)

    with running(tmp_path) as second:
        assert seconds_of_work(second.process.pid) + seconds_of_work(second.emulator()) < 3
        kept = httpx.get(f"{second.address}/config.json").json()
        for name in ("apiKey", "userPoolId", "userPoolClientId"):
            assert kept[name] == configuration[name]
        assert second.sign_in("manager@example.org").status_code == 200
        assert len(httpx.get(f"{second.address}/mail/messages.json").json()) == 1


@pytest.mark.parametrize(("number", "seconds"), [(signal.SIGINT, 0.0), (signal.SIGTERM, 1.0)])
def test_it_can_be_stopped_while_it_starts(tmp_path: Path, number: signal.Signals, seconds: float) -> None:
    process = serve(tmp_path, free_port())
    while not (tmp_path / "ministack" / "ministack.log").exists():
        time.sleep(0.01)
    time.sleep(seconds)
    process.send_signal(number)
    printed, _ = process.communicate(timeout=30)

    assert "Traceback" not in printed
    with locked(tmp_path / "ministack", patience=10):
        pass  # nobody holds it any longer


def test_when_the_emulator_dies_it_says_so_and_ends(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        os.kill(server.emulator(), signal.SIGKILL)
        status, printed = server.end()

    assert status == 1
    assert "The emulator of AWS ended by itself" in printed
    assert "Traceback" not in printed


def test_what_was_answered_survives_the_death_of_the_emulator(tmp_path: Path) -> None:
    person = "berthe@example.org"
    with running(tmp_path) as server:
        listed = [{"Name": "email", "Value": person}]
        server.cognito("SignUp", Username=person, Password=PASSWORD, UserAttributes=listed).raise_for_status()
        time.sleep(3)
        os.kill(server.emulator(), signal.SIGKILL)
        assert server.end()[0] == 1

    with running(tmp_path) as server:
        assert server.sign_in("manager@example.org").status_code == 200
        assert "UserNotConfirmedException" in server.sign_in(person).text


def test_a_first_start_that_was_cut_short_begins_again(tmp_path: Path) -> None:
    with running(tmp_path):
        pass
    (tmp_path / "filled").rename(tmp_path / "first-start-unfinished")
    (tmp_path / "ministack" / "dynamodb.json").write_text("{")

    with running(tmp_path) as server:
        assert server.sign_in("admin@example.org").status_code == 200
    assert [path.name for path in tmp_path.glob("fi*")] == ["filled"]


def saved(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (data / "ministack").glob("*.json")}


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def lose_the_content(path: Path) -> None:
    path.write_text('{"__ministack_format__": 2, "payload": {}}')


DAMAGE: dict[str, tuple[str, Callable[[Path], object]]] = {
    "the table is cut off": ("dynamodb.json", cut_off),
    "the table is gone": ("dynamodb.json", Path.unlink),
    "the table is another": ("dynamodb.json", lose_the_content),
    "the accounts are no text": ("cognito.json", lambda path: path.write_bytes(b"\xff" * 4096)),
    "the accounts are gone": ("cognito.json", Path.unlink),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was served, and is not any longer."""
    folder = tmp_path_factory.mktemp("kept")
    with running(folder):
        pass
    return folder


@pytest.mark.parametrize(("name", "damage"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_state_is_refused_and_stays(
    tmp_path: Path, kept: Path, name: str, damage: Callable[[Path], object]
) -> None:
    data = tmp_path / "data"
    shutil.copytree(kept, data)
    damage(data / "ministack" / name)
    before = saved(data)

    printed, _ = (process := serve(data, free_port())).communicate(timeout=20)

    assert process.returncode == 1
    assert len(printed.splitlines()) == 1
    assert name in printed
    assert "Put back a copy" in printed
    assert saved(data) == before
    assert (data / "filled").exists()
    assert not DataFolder(data).begin()


def test_data_that_is_no_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "lock").mkdir()

    for path in ("file", "file/below", "state"):
        printed, _ = (process := serve(tmp_path / path, free_port())).communicate(timeout=20)
        assert process.returncode == 2
        assert len(printed.splitlines()) == 1
        assert "Give another with --data." in printed


def test_introspection_can_be_switched_off(tmp_path: Path) -> None:
    port = free_port()
    process = serve(tmp_path, port, "--no-introspection")
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(process, address)
        key = httpx.get(f"{address}/config.json").json()["apiKey"]
        query = {"query": "{ __schema { types { name } } }"}
        answer = httpx.post(f"{address}/graphql", json=query, headers={"x-api-key": key}).json()
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert answer["errors"]
    assert not answer.get("data")
