"""The report: what the engine tells and facts from Azure (`stack_content`, `facts`, `left_out`), `costs` and `timeline`
(pure), two templates (`document`), and the files (`writing`).
"""
