"""The question files, one folder for each group. `graph_api.questions` reads them; nothing is code here."""
