"""The prover: what must hold in every case, whatever people do, held against a procedure.

Pure: no database, no clock, and of the guards only the names. Read docs/how-to/prove-the-procedure.md.
"""

from huisverbod.proof.judging import Broken, Judge, Judged, Paper
from huisverbod.proof.language import Invariants
from huisverbod.proof.proving import Proof, prove
from huisverbod.proof.reading import load, parse
from huisverbod.proof.telling import sentences

__all__ = ["Broken", "Invariants", "Judge", "Judged", "Paper", "Proof", "load", "parse", "prove", "sentences"]
