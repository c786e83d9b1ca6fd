"""The environment, read once and frozen: where the data are, and whether this is the demonstration."""

from pathlib import Path

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
