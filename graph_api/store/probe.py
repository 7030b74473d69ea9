"""Whether a server still answers: a Bolt handshake without a login, which needs no free connection."""

import socket
import ssl
from urllib.parse import urlsplit

BOLT_PORT = 7687
_HANDSHAKE = bytes.fromhex("6060b017 00000405 00000404 00000000 00000000")
_ANSWER_LENGTH = 4


def answers(url: str, seconds: float) -> bool:
    """Whether what listens at the address speaks Bolt within so many seconds."""
    parts = urlsplit(url)
    try:
        address = (parts.hostname or "", parts.port or BOLT_PORT)
        with (
            socket.create_connection(address, timeout=seconds) as plain,
            _secured(plain, parts.scheme, address[0]) as connection,
        ):
            connection.sendall(_HANDSHAKE)
            return len(connection.recv(_ANSWER_LENGTH)) > 0
    except (OSError, ValueError):
        return False


def _secured(plain: socket.socket, scheme: str, host: str) -> socket.socket:
    if "+s" not in scheme:
        return plain
    # Nothing is told or believed here: the driver checks the certificate, this looks for a sign of life.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=host)
