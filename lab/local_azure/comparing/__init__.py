"""Two recordings of one run side by side: one from Azure, one from local Azure; what differs is to be mended here.

`exchanges` reads a recording and knows an exchange's kind, `differences` tells how the answers of a kind differ.
"""
