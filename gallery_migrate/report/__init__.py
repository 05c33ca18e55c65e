"""The report: facts from Azure, state and journal (`facts`), costs and timeline (pure), and two templates."""
