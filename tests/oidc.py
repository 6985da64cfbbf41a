"""An OpenID Connect provider on this machine, which signs in at once whoever the test says."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.server
import json
import secrets
import threading
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "riskwalk"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


class Provider:
    """`person` holds the claims of whoever signs in next."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.person: dict[str, object] = {}
        self.asked: dict[str, tuple[dict[str, object], str, str]] = {}

    def secrets_for(self, host: str, **board: list[str]) -> str:
        """What the app's owner writes into secrets.toml."""
        lists = "".join(f"{key} = {json.dumps(addresses)}\n" for key, addresses in board.items())
        return (
            f'[auth]\nredirect_uri = "http://{host}:{{port}}/oauth2callback"\n'
            f'cookie_secret = "{secrets.token_hex(32)}"\nclient_id = "{CLIENT}"\nclient_secret = "of-the-test"\n'
            f'server_metadata_url = "{self.issuer}/.well-known/openid-configuration"\n[riskwalk]\n{lists}'
        )

    def metadata(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def code(self, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.asked[code] = (dict(self.person), asked.get("nonce", ""), asked["code_challenge"])
        return code

    def token(self, code: str, verifier: str) -> dict[str, object]:
        person, nonce, challenge = self.asked.pop(code)
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if digest != challenge:
            raise PermissionError("The code was asked for by somebody else.")
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 600, "nonce": nonce, **person}
        return {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": 600,
            "id_token": jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY),
        }


@contextlib.contextmanager
def provider() -> Iterator[Provider]:
    """The provider, listening."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            given = {key: values[0] for key, values in parse_qs(asked.query).items()}
            if asked.path == "/authorize":
                back = urlencode({"code": here.code(given), "state": given["state"]})
                self.send_response(302)
                self.send_header("Location", f"{given['redirect_uri']}?{back}")
                self.end_headers()
            else:
                self._say(here.metadata() if asked.path.startswith("/.well-known") else {"keys": [KEY.as_dict(False)]})

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._say(here.token(sent["code"][0], sent["code_verifier"][0]))

        def _say(self, content: dict[str, object]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    here = Provider(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
