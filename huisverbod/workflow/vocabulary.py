"""The names the code knows, against which the workflow files are held."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vocabulary:
    """The names the code knows: per stage its guards, facts classes and due instants; all templates."""

    guards: Mapping[str, frozenset[str]] = field(default_factory=dict)
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dues: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    norms: frozenset[str] = frozenset()
    notices: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()
