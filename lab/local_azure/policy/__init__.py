"""Azure Policy: assignments with their parameters (`types`), and their refusals (`errors`). Nothing is evaluated."""
