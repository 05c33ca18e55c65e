"""Recordings of Azure beside local Azure; what differs is to be mended here.

Two recordings of one run side by side: `exchanges` reads a recording and knows an exchange's kind, `differences` tells
how the answers of a kind differ. One recording alone: `replaying` sends it again to a `fresh` local Azure, with `names`
and `bodies` in place of what the recording leaves out, and `forms` compares the answers. `telling` says what either
came to.
"""
