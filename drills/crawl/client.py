"""Somebody who asks for pages without a browser, and is signed in as one account or none."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TIMEOUT = 120  # seconds
ACCOUNTS = "/en/intranet/demonstration/accounts/"
SIGN_IN = "/en/intranet/demonstration/accounts/sign-in/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    """What came back: a status, headers by their names in lower case, bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The type of the content, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Client:
    """Asks one portal, with the cookies that it gave."""

    def __init__(self, site: str) -> None:
        self.site = site.rstrip("/")
        self.cookies: dict[str, str] = {}
        self._line = http.client.HTTPConnection(urlsplit(site).netloc, timeout=TIMEOUT)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def sign_in(self, email: str) -> None:
        """Sign in on the page of the demonstration's accounts; RuntimeError if refused."""
        found = TOKEN.search(self.get(ACCOUNTS).body.decode())
        said = {"account": email, "csrfmiddlewaretoken": found[1] if found else ""}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": self.site + ACCOUNTS,
        }
        answer = self._ask("POST", SIGN_IN, urlencode(said).encode(), headers)
        if answer.status != http.client.FOUND:
            raise RuntimeError(f"{email} cannot sign in: {answer.status}")

    def close(self) -> None:
        self._line.close()

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {
            "Accept": "text/html,*/*",
            **({"Cookie": cookie} if cookie else {}),
            **headers,
        }
        try:
            self._line.request(method, path, body, sent)
            came = self._line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # The other end closed a line that was kept: that says nothing of the page.
            self._line.close()
            self._line.request(method, path, body, sent)
            came = self._line.getresponse()
        answer = Answer(
            came.status,
            {name.lower(): value for name, value in came.getheaders()},
            came.read(),
        )
        for line in came.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        return answer
