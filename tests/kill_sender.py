"""Sends one message to a real server and is killed before it can say so; with "before", ahead of sending."""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from huisverbod import clock
from huisverbod.clock import Ways
from huisverbod.database import connect
from huisverbod.notices import Message
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings


class Mortal:
    """Carries a message and dies."""

    def __init__(self, settings: Settings, moment: str) -> None:
        self.mail, self.moment = Ways.of(settings).carriers["mail"], moment

    def carry(self, message: Message, to: str, key: str) -> None:
        if self.moment == "after":
            self.mail.carry(message, to, key)
        os.kill(os.getpid(), signal.SIGKILL)


def main(database: str, port: str, authority: str, now: str, moment: str) -> None:
    settings = Settings(
        database=database, mail_server="localhost", mail_port=int(port), mail_from="hv@hv.example",
        address="https://hv.example", send_ca=Path(authority),
    )  # fmt: skip
    ways = Ways({"mail": Mortal(settings, moment)}, settings.address)
    engine, at = connect(database), datetime.fromisoformat(now)
    clock.deliver_next(engine, Rulebook.of(settings), ways, lambda: at)


if __name__ == "__main__":
    main(*sys.argv[1:])
