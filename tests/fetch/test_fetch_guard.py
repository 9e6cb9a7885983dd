"""Only public web addresses. Promises 27 and 28."""

from __future__ import annotations

import pytest

from backfile.errors import FetchRefusedError
from backfile.fetch.guard import check_address, check_url


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hosts",
        "ftp://pictures.example/a",
        "gopher://pictures.example/a",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "//pictures.example/a",
        "pictures.example/a",
        "",
        "http:///a",
        "http://",
        "https://user@pictures.example/a",
        "https://user:word@pictures.example/a",
        "https://@pictures.example/a",
        "http://pictures.example\\@127.0.0.1/",
        "http:\\\\pictures.example/a",
        "http://pictures.example/a b",
        "http://pictures.example/a\nHost: x",
        "http://pictures.example/\x00",
        "http://pictures.example:22/a",
        "http://pictures.example:8080/a",
        "http://pictures.example:443/a",
        "https://pictures.example:80/a",
        "http://pictures.example:0/a",
        "http://pictures.example:99999/a",
        "http://pictures.example:http/a",
        "http://127.0.0.1/a",
        "http://127.1/a",
        "http://0/a",
        "http://2130706433/a",
        "http://0x7f000001/a",
        "http://0x7f.1/a",
        "http://0177.0.0.1/a",
        "http://127.0.0.1./a",
        "http://127.0.0.01/a",
        "http://１２７.0.0.1/a",
        "http://127。0。0。1/a",
        "http://8.8.2056/a",
        "http://134744072/a",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.1.1/a",
        "http://[::1]/a",
        "http://[::]/a",
        "http://[::ffff:127.0.0.1]/a",
        "http://[::ffff:7f00:1]/a",
        "http://[64:ff9b::7f00:1]/a",
        "http://[2002:7f00:1::]/a",
        "http://[fe80::1%25eth0]/a",
        "http://[fd00::1]/a",
        "http://[::1/a",
        "http://localhost/a",
        "http://LOCALHOST./a",
        "http://a.localhost/a",
        "http://printer.local/a",
        "http://metadata.google.internal/a",
        "http://127.0.0.1%2f@pictures.example/",
        "http://pictures%2eexample/a",
        "http://.../a",
        "https://pictures.example/" + "a" * 5000,
    ],
)
def test_refused_urls(url: str) -> None:
    with pytest.raises(FetchRefusedError):
        check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://pictures.example/a.png",
        "http://pictures.example/a?b=c#d",
        "HTTPS://Pictures.Example:443/a",
        "http://pictures.example:80/a",
        "https://图片.example/图.png",
        "http://8.8.8.8/a",
        "http://[2606:4700::1]/a",
        "https://a_b.pictures.example/",
        "https://3.example/a",
        "https://0x7f.example/a",
    ],
)
def test_public_urls(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1",
        "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250",
        "240.0.0.1", "255.255.255.255", "168.63.129.16",
        "::", "::1", "::127.0.0.1", "::ffff:8.8.8.8", "::ffff:10.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:808:808::1", "2620:4f:8000::1", "3fff::1",
        "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "ff0e::1", "4000::1",
        "2606:4700::1%1", "", "localhost", "8.8.8", "08.8.8.8", "8.8.8.8/32",
    ],
)  # fmt: skip
def test_refused_addresses(address: str) -> None:
    with pytest.raises(FetchRefusedError):
        check_address(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "223.255.255.1",
     "2606:4700::1", "2a00:1450::1", "2001:4860:4860::8888", "2400:3200::1"],
)  # fmt: skip
def test_public_addresses(address: str) -> None:
    check_address(address)
