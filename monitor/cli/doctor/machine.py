"""The machine itself: Python, the XML parser, certificates, the clock, room on the disk."""

import platform
import shutil
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from monitor.cli.doctor.finding import Finding, ok, problem, warning

_GOOD_EXPAT = (2, 6, 0)
_OLDEST_PYTHON = (3, 11)
_LITTLE, _TOO_LITTLE = 1 << 30, 100 << 20  # bytes: an archive takes 256 MB, rewriting its file as much again
_STEP = 0.5  # seconds


def python(version: tuple[int, int, int] = sys.version_info[:3]) -> Finding:
    text = f"Python {'.'.join(map(str, version))} on {platform.system()} {platform.machine()}"
    if version[:2] < _OLDEST_PYTHON:
        return problem("python", f"{text} is too old", "install Python 3.11 or later")
    return ok("python", text)


def xml_parser(version: tuple[int, int, int] = expat.version_info) -> Finding:
    text = f"expat {'.'.join(map(str, version))}"
    if version >= _GOOD_EXPAT:
        return ok("xml", text)
    return warning(
        "xml",
        f"{text}: before 2.6.0 a hostile feed can make it slow; the parser's limits on time and memory hold",
        "install your system's updates (it may have mended its expat without a new number), or a newer Python",
    )


def certificates(ca_file: str | None) -> Finding:
    """Whether the certificate authorities that feeds are judged by can be loaded."""
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # ssl.SSLError included
        reason = error.strerror or type(error).__name__
        return problem(
            "tls",
            f"{ca_file or 'the system certificates'}: {reason}",
            "network.ca_file names a readable PEM file",
        )
    count = context.cert_store_stats()["x509_ca"]
    folder = ssl.get_default_verify_paths().capath
    if count:
        return ok("tls", f"{ssl.OPENSSL_VERSION.partition('  ')[0]}, {count} certificate authorities")
    if ca_file is None and folder and any(Path(folder).iterdir()):
        return ok("tls", f"{ssl.OPENSSL_VERSION.partition('  ')[0]}, certificate authorities in {folder}")
    where = ca_file or "this system"
    return problem("tls", f"{where} has no certificate authorities", "install the package ca-certificates")


def clock_step(before: float, after: float) -> Finding | None:
    """Wall minus monotonic clock, in seconds, when the examination began and when it ended."""
    moved = after - before
    if abs(moved) < _STEP:
        return None
    return warning(
        "clock",
        f"it was set {'ahead' if moved > 0 else 'back'} by {abs(moved):.1f} s while this ran",
        "let one program set it: timedatectl set-ntp true, or chrony",
    )


def disk(folder: Path) -> Iterator[Finding]:
    """Room where state is kept, or where it will be."""
    there = next((each for each in (folder, *folder.parents) if each.is_dir()), Path("/"))
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        yield problem("disk", f"{there} cannot be looked at: {error.strerror}", "check who may enter it")
        return
    text = f"{free / (1 << 30):.1f} GiB free for {folder}"
    remedy = (
        "make room, or move state_dir (stop the daemon, move the folder, write its place into config.yaml)"
    )
    if free < _TOO_LITTLE:
        yield problem("disk", f"{text}: a full disk stops every write of the store", remedy)
    elif free < _LITTLE:
        yield warning("disk", text, remedy)
    else:
        yield ok("disk", text)
