"""Azure Resource Graph over this Azure's own state: `POST /providers/Microsoft.ResourceGraph/resources`.

Read it in this order: `values` (what Kusto's values are here), `comparisons`, `functions` and `aggregates`,
`expressions` (what is computed of a row), `operators` (from rows to rows), `joins` (two tables side by side),
`parsing` (the query language, whose grammar is kql.lark), `tables` (from resources to rows, those that the caller may
read), `paging` (pages and their tokens), `endpoints` (the request and the answer), `errors`.
"""

from local_azure.resource_graph.endpoints import ENDPOINTS

__all__ = ["ENDPOINTS"]
