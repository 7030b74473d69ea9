"""An office in which needs and offers are entered, for tests: a desk with tokens and a local browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from loaders.entered.entering import Role
from loaders.entered.journal import Entries, Journal
from loaders.entered.tokens import add_token
from tests.http.steward import Desk
from tests.loaders.entered.made_up import surroundings

SAME_SITE = {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1"}
NEED = {"text": "轴承寿命试验", "owner": "青禾轴承厂", "services": ["testing"]}
OFFER = {"text": "轴承寿命试验台", "provider": "东塘检测站", "services": ["检验检测"]}
FORM = {"text": "轴承寿命试验", "holder": "青禾轴承厂", "services": "检验检测"}


class Office(Desk):
    """A desk over a graph in which needs and offers can name something."""

    @contextmanager
    def open(self) -> Iterator["Office"]:
        """The office with a client on this machine and a token of each role."""
        with TestClient(
            self.app, base_url="http://127.0.0.1", follow_redirects=False, client=("127.0.0.1", 1)
        ) as client:
            self.client = client
            self.load("made", *surroundings())
            self.tokens = {
                name: add_token(self.folder, name, role)
                for name, role in (
                    ("li", Role.BROKER),
                    ("wang", Role.BROKER),
                    ("chen", Role.STEWARD),
                )
            }
            yield self

    def entries(self) -> Entries:
        """What stands in the journal."""
        return Journal(self.folder).entries()

    def send(
        self, method: str, path: str, body: object = None, who: str = "li", **headers: str
    ) -> Response:
        """The answer to a request with the token of somebody."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        bearer = {"authorization": f"Bearer {self.tokens[who]}"} if who else {}
        answer = self.client.request(method, path, json=body, headers={**bearer, **given})
        self.app.state.context.snapshots._revision = ("", 0.0)  # no test waits for it to grow old
        return answer

    def enter(self, body: dict[str, Any] = NEED, path: str = "/v1/needs", **more: Any) -> Any:  # noqa: ANN401
        """Enter something and return the document."""
        answer = self.send("POST", path, body, **more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def post(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> Response:
        """The answer to a form that a page of the console sent."""
        given = {**SAME_SITE, **headers, "content-type": "application/x-www-form-urlencoded"}
        answer = self.client.post(path, data=form or {}, headers=given)
        self.app.state.context.snapshots._revision = ("", 0.0)
        return answer
