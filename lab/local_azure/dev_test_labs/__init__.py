"""Azure DevTest Labs: `labs`, and their custom images, formulas and virtual machines (`members`).

`types` is all of them, `errors` their refusals. A lab's machines are entries only: no machine of Compute is made.
"""
