"""How a municipality looks on paper: its colours, its logo and what its letterhead adds."""

from typing import Self

from pydantic import Field, PrivateAttr

from huisverbod.printing.pictures import Picture
from huisverbod.region.words import Ink, Logo, Strict, Text


class Colours(Strict):
    """The colours of a municipality: of its name and headings, and of lines; one colour may do for both."""

    brand: Ink
    accent: Ink | None = None


class Styled(Strict):
    """What has a house style. `logo` is the name of a file; `picture` is what was made of it."""

    colours: Colours
    logo: Logo | None = None
    letterhead: tuple[Text, ...] = Field((), max_length=4)
    return_address: Text | None = None
    _picture: Picture | None = PrivateAttr(None)

    @property
    def picture(self) -> Picture | None:
        """The logo as checked and made anew when the file was read, or nothing."""
        return self._picture

    def shown_with(self, picture: Picture | None) -> Self:
        """The same municipality with this logo."""
        copy = self.model_copy()
        copy._picture = picture
        return copy
