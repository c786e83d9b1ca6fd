"""The site of the page tests, for a walk through a whole case."""

from tests.web.conftest import site

__all__ = ["site"]
