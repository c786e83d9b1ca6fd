"""The environment, read once and frozen: where the data are, and whether this is the demonstration."""

import re
from pathlib import Path

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PACKAGED = Path(__file__).parent / "data"
CHECKOUT = Path(__file__).parent.parent


def data_folder(name: str) -> Path:
    """A data folder as shipped: inside the installed package, or beside it in a checkout."""
    packaged = PACKAGED / name
    return packaged if packaged.is_dir() else CHECKOUT / name


class Settings(BaseSettings):
    """Every setting, each from an environment variable HUISVERBOD_<NAME> or its default.

    `database` is a SQLAlchemy address (sqlite:///file or postgresql+psycopg://...). The three folders
    may be replaced by folders of one's own. `secure_cookies` is off only for plain http on this machine.
    `seals` is the file with the keys that seal decisions (docs/how-to/seal-decisions.md).
    `address` is where people open the application. With `mail_server` notices leave by e-mail, with
    `text_gateway` by text message; `send_ca` is a certificate to trust, `send_seconds` how long a server
    may take to answer. Secrets are never shown or logged.
    """

    model_config = SettingsConfigDict(env_prefix="HUISVERBOD_", frozen=True)

    database: str = "sqlite:///huisverbod.sqlite"
    workflows: Path = data_folder("workflows")
    document_templates: Path = data_folder("document_templates")
    pilot_regions: Path = data_folder("pilot_regions")
    demo: bool = False
    secure_cookies: bool = True
    host: str = "127.0.0.1"
    port: int = 8000
    tick_seconds: int = 20
    seals: Path | None = None
    mail_server: str = ""
    mail_port: int = Field(default=587, gt=0, lt=65536)
    mail_from: str = Field(default="", validate_default=True)
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_starttls: bool = True
    text_gateway: str = ""
    text_token: SecretStr = SecretStr("")
    send_ca: Path | None = None
    send_seconds: int = Field(default=10, gt=0, le=30)
    address: str = Field(default="", validate_default=True)

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, given: str, others: ValidationInfo) -> str:
        if given and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", given):
            raise ValueError("dit is geen e-mailadres. Schrijf naam@domein.nl.")
        if others.data.get("mail_server") and not given:
            raise ValueError(
                "ontbreekt. Noem het adres waarvan e-mail komt, want HUISVERBOD_MAIL_SERVER is gezet."
            )
        return given

    @field_validator("text_gateway")
    @classmethod
    def _safe_line(cls, given: str) -> str:
        if given and not re.match(r"https://[^/\s]+|http://(127\.0\.0\.1|localhost)\b", given):
            raise ValueError("begint met https://; http mag alleen naar deze machine zelf.")
        return given

    @field_validator("address")
    @classmethod
    def _where(cls, given: str, others: ValidationInfo) -> str:
        if given and not re.fullmatch(r"https?://[^/\s?#@]+/?", given):
            raise ValueError(
                "schrijf alleen het webadres van de toepassing, zoals https://huisverbod.voorbeeld.nl."
            )
        if not given and (others.data.get("mail_server") or others.data.get("text_gateway")):
            raise ValueError("ontbreekt. Noem het webadres van de toepassing: het staat in elk bericht.")
        return given
