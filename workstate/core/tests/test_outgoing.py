from __future__ import annotations

import gzip
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.test import SimpleTestCase, override_settings

from workstate.core.outgoing import MOST_BYTES, Refused, Unanswered, check_address, send
from workstate.core.tests.talking_server import OK, certificate_for, saying, talking_server

INNER = (
    "127.0.0.1 127.1 2130706433 0x7f.0.0.1 017700000001 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1"
    " 192.0.0.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 localhost"
    " [::] [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:a01:203] [::127.0.0.1] [::ffff:0:127.0.0.1]"
    " [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b:1::10.0.0.1] [2002:7f00:1::] [2002:a01:203::1] [2001:0:4136:e378:8000:63bf:80ff:fffe]"
    " [fe80::1] [fc00::1] [fd12:3456::1] [fec0::1] [ff02::1] [100::1] [2001:db8::1] [5f00::1] [4000::1] [8000::1]"
).split()
NO_ADDRESSES = (
    "",
    "example.org",
    "//example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://example.org/",
    "https://",
    "https:///path",
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://example.org:x/",
    "https://[::1/",
    "https://ana@example.org/",
    "https://ana:secret@example.org/",
    "https://example.org\\@127.0.0.1/",
    "https://example.org/ with spaces",
    "https://example.org/\r\nX: y",
    "https://example.org/\x00",
    "https://exämple.org/",
    "https://[fe80::1%25eth0]/",
    "https://[2606:4700::1%25lo]/",
    "https://example.org/" + "x" * 2048,
)


@contextmanager
def named(answers: dict[str, list[str]]) -> Iterator[list[str]]:
    """As if the names stood for these addresses, one after another; yields the names that were asked for."""
    real, asked = socket.getaddrinfo, []

    def look_up(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        if host not in answers:
            return real(host, port, *rest, **options)
        asked.append(host)
        some = answers[host]
        return real(some.pop(0) if len(some) > 1 else some[0], port, *rest, **options)

    with mock.patch("socket.getaddrinfo", look_up):
        yield asked


class AddressTests(SimpleTestCase):
    def test_an_inner_address_is_refused_however_it_is_written(self) -> None:
        for host in INNER:
            with self.subTest(host), self.assertRaises(Refused):
                send("POST", f"https://{host}/")

    def test_an_inner_address_is_refused_when_a_name_stands_for_it(self) -> None:
        for address in ("127.0.0.1", "10.0.0.1", "::1", "::ffff:10.0.0.1", "fd00::1", "64:ff9b::a00:1", "2002:a00:1::"):
            with self.subTest(address), named({"push.example.org": [address]}), self.assertRaises(Refused):
                send("POST", "https://push.example.org/")

    def test_what_is_no_address_is_refused_before_anything_is_looked_up(self) -> None:
        with mock.patch("socket.getaddrinfo", side_effect=AssertionError):
            for address in NO_ADDRESSES:
                with self.subTest(address), self.assertRaises(Refused):
                    send("POST", address)

    def test_inner_addresses_in_figures_are_refused_by_their_looks(self) -> None:
        with self.assertRaises(Refused):
            check_address("https://[::ffff:169.254.169.254]/latest/meta-data/")
        self.assertEqual(check_address("https://push.example.org:8443/x").port, 8443)

    def test_an_address_of_which_one_is_inner_is_refused(self) -> None:
        both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.1")]
        with mock.patch("socket.getaddrinfo", return_value=both), self.assertRaises(Refused):
            send("POST", "https://push.example.org/")


@override_settings(OUTGOING_ALLOWED=["127.0.0.1/32"], OUTGOING_HTTP=True)
class SendingTests(SimpleTestCase):
    def test_what_the_operator_allows_is_reached_and_nothing_beside_it(self) -> None:
        with talking_server(saying(OK)) as server:
            answer = send("POST", f"http://127.0.0.1:{server.port}/x", body=b"what", headers={"TTL": "60"})
            self.assertEqual((answer.status, answer.body, answer.is_cut), (200, b"hello", False))
            self.assertIn(f"\r\nHost: 127.0.0.1:{server.port}\r\n".encode(), server.heard[0])
            self.assertTrue(server.heard[0].endswith(b"\r\n\r\nwhat"), server.heard[0])
            with self.assertRaises(Refused):
                send("POST", f"http://127.0.0.2:{server.port}/x")

    @override_settings(OUTGOING_HTTP=False)
    def test_plain_http_is_refused_unless_the_operator_allows_it(self) -> None:
        with talking_server(saying(OK)) as server, self.assertRaises(Refused):
            send("POST", f"http://127.0.0.1:{server.port}/")
        self.assertEqual(server.heard, [])

    def test_the_connection_goes_to_the_address_that_was_checked(self) -> None:
        """The name means another address when it is asked again, as whoever owns it can arrange."""
        with (
            talking_server(saying(OK)) as server,
            talking_server(saying(OK), host="127.0.0.2", port=server.port) as inner,
            named({"push.example.org": ["127.0.0.1", "127.0.0.2"]}) as asked,
        ):
            send("POST", f"http://push.example.org:{server.port}/")
        self.assertEqual((len(server.heard), len(inner.heard), len(asked)), (1, 0, 1))
        self.assertIn(f"Host: push.example.org:{server.port}\r\n".encode(), server.heard[0])

    def test_a_redirect_is_answered_and_not_followed(self) -> None:
        with talking_server(saying(OK)) as inner:
            away = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{inner.port}/\r\nContent-Length: 0\r\n\r\n"
            with talking_server(saying(away.encode())) as server:
                self.assertEqual(send("GET", f"http://127.0.0.1:{server.port}/").status, 302)
        self.assertEqual(inner.heard, [])

    def test_nothing_is_taken_from_the_surroundings(self) -> None:
        with talking_server(saying(OK)) as server, talking_server(saying(OK)) as proxy:
            address = f"http://127.0.0.1:{proxy.port}"
            around = {
                "HTTP_PROXY": address,
                "http_proxy": address,
                "ALL_PROXY": address,
                "NO_PROXY": "",
                "no_proxy": "",
            }
            with mock.patch.dict("os.environ", around):
                send("GET", f"http://127.0.0.1:{server.port}/")
        self.assertEqual((len(server.heard), len(proxy.heard)), (1, 0))
        self.assertNotIn(b"Cookie", server.heard[0])
        self.assertNotIn(b"X-Forwarded-For", server.heard[0])

    def test_a_long_answer_is_cut_and_a_packed_one_does_not_grow(self) -> None:
        endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MOST_BYTES * 4)
        packed = gzip.compress(b"\0" * 50_000_000)
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
        for said in (endless, head + packed):
            with talking_server(saying(said)) as server:
                answer = send("GET", f"http://127.0.0.1:{server.port}/")
                self.assertLessEqual(len(answer.body), MOST_BYTES)
        self.assertTrue(answer.status == 200 and packed.startswith(answer.body))

    def test_whoever_speaks_slowly_is_left_when_the_time_is_over(self) -> None:
        """One byte after another, each well within the time: of the head, of the body, or none at all."""
        over = threading.Event()

        def drip(connected: socket.socket, said: bytes) -> None:
            for byte in said:
                connected.sendall(bytes([byte]))
                if over.wait(0.05):
                    return

        def silent(connected: socket.socket) -> None:
            over.wait(60)

        ways = (
            lambda connected: drip(connected, b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10_000),
            lambda connected: drip(connected, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 10_000),
            silent,
        )
        try:
            for way in ways:
                with talking_server(way) as server, self.assertRaises(Unanswered):
                    begun = time.monotonic()
                    send("GET", f"http://127.0.0.1:{server.port}/", seconds=0.5)
                self.assertLess(time.monotonic() - begun, 20)
        finally:
            over.set()

    def test_a_name_that_is_looked_up_for_too_long_sends_nothing_afterwards(self) -> None:
        real, over, looked = socket.getaddrinfo, threading.Event(), threading.Event()

        def slow(host: Any, *rest: Any, **options: Any) -> Any:
            if host == "push.example.org":
                over.wait(60)
                looked.set()
                host = "127.0.0.1"
            return real(host, *rest, **options)

        with talking_server(saying(OK)) as server, mock.patch("socket.getaddrinfo", slow):
            with self.assertRaises(Unanswered):
                send("POST", f"http://push.example.org:{server.port}/", seconds=0.2)
            threads = [one for one in threading.enumerate() if one.name == "outgoing"]
            over.set()
            self.assertTrue(looked.wait(60))
            for thread in threads:
                thread.join(60)
        self.assertEqual([one for one in server.heard if one], [])

    def test_nobody_there_and_no_such_name_are_said(self) -> None:
        with talking_server(saying(OK)) as server:
            pass
        with self.assertRaisesRegex(Unanswered, "ConnectionError"):
            send("GET", f"http://127.0.0.1:{server.port}/")
        with self.assertRaises(Unanswered), mock.patch("socket.getaddrinfo", side_effect=socket.gaierror(-2, "no")):
            send("GET", "http://nowhere.example.org/")
        with talking_server(saying(b"")) as server, self.assertRaises(Unanswered):
            send("GET", f"http://127.0.0.1:{server.port}/")
        with talking_server(saying(b"\x00\x01 nonsense\r\n\r\n")) as server, self.assertRaises(Unanswered):
            send("GET", f"http://127.0.0.1:{server.port}/")

    def test_the_certificate_must_be_that_of_the_name(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            context, file = certificate_for("push.example.org", Path(folder))
            with (
                talking_server(saying(OK), tls=context) as server,
                named({"push.example.org": ["127.0.0.1"], "other.example.org": ["127.0.0.1"]}),
            ):
                with self.assertRaises(Unanswered):
                    send("POST", f"https://push.example.org:{server.port}/")
                with override_settings(OUTGOING_CA_FILE=file):
                    self.assertEqual(send("POST", f"https://push.example.org:{server.port}/").body, b"hello")
                    with self.assertRaises(Unanswered):
                        send("POST", f"https://other.example.org:{server.port}/")
