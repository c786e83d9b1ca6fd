"""A card on this machine: SoftHSM, with a key and its certificates on it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pkcs11
import pytest
from asn1crypto import pem
from pkcs11 import Attribute, ObjectClass

from huisverbod.signing.keys import CardKey
from tests.signing.authority import Authority

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
CODE, VARIABLE = "123456", "ZEGEL_CODE"


@contextmanager
def inserted(authority: Authority, name: str, folder: Path) -> Iterator[CardKey]:
    """A card with this key of the authority, as the file of keys names it; the code is in the environment."""
    (folder / "tokens").mkdir()
    (folder / "softhsm.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    (folder / "key.pem").write_bytes(pem.armor("PRIVATE KEY", authority.key(name)))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOFTHSM2_CONF", str(folder / "softhsm.conf"))
        environment.setenv(VARIABLE, CODE)
        tool = shutil.which("softhsm2-util") or "softhsm2-util"
        made = [tool, "--init-token", "--free", "--label", "zegel", "--pin", CODE, "--so-pin", "654321"]
        subprocess.run(made, check=True, capture_output=True)
        given = [tool, "--import", folder / "key.pem", "--token", "zegel", "--pin", CODE]
        subprocess.run([*given, "--label", "zegel", "--id", "01"], check=True, capture_output=True)
        _written(authority, name)
        yield CardKey(
            kind="card",
            library=LIBRARY,
            token="zegel",
            certificate_label=name,
            key_label="zegel",
            chain_labels=("issuer",),
            code_from=VARIABLE,
        )


def _written(authority: Authority, name: str) -> None:
    library = pkcs11.lib(str(LIBRARY))
    library.reinitialize()
    with library.get_token(token_label="zegel").open(user_pin=CODE, rw=True) as session:
        for label in (name, "issuer"):
            certificate = authority.certificate(label)
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    Attribute.SUBJECT: certificate.subject.dump(),
                    Attribute.ISSUER: certificate.issuer.dump(),
                    Attribute.SERIAL_NUMBER: certificate["tbs_certificate"]["serial_number"].dump(),
                    Attribute.VALUE: certificate.dump(),
                    Attribute.LABEL: label,
                    Attribute.TOKEN: True,
                    Attribute.PRIVATE: False,  # a card shows its certificates to anyone
                }
            )
