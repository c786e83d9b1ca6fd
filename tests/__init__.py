"""The tests of huisverbod."""
