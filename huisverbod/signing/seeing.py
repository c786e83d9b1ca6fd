"""The process apart that looks at the file of a stranger; see `looking`."""

import json
import socket
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from asn1crypto.x509 import Certificate

from huisverbod.printing import forking
from huisverbod.signing.looks import Look, Unreadable
from huisverbod.signing.trust import Trust
from huisverbod.signing.verifying import look


def _work(job: bytes) -> bytes:
    asked, _, content = job.partition(b"\n")
    given = json.loads(asked)
    trust = Trust([Certificate.load(bytes.fromhex(root)) for root in given["roots"]])
    try:
        found = look(content, trust, datetime.fromisoformat(given["at"]))
    except Unreadable as fault:
        return json.dumps(type(fault).__name__).encode()
    return json.dumps([_told(one) for one in found]).encode()


def _told(one: Look) -> dict[str, Any]:
    return asdict(one) | {"signed_at": one.signed_at.isoformat() if one.signed_at else None}


if __name__ == "__main__":
    forking.serve(socket.socket(fileno=int(sys.argv[1])), lambda: None, _work)
