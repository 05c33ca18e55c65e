"""What commands print: tables for people, CSV and JSON for programs. The one place that knows a terminal's width."""
