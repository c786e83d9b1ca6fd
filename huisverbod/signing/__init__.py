"""Electronic signatures under a document: PAdES, from prepared to archived; and the look at one afterwards.

The only package that knows pyHanko. It knows documents as bytes, and nothing of cases.
"""
