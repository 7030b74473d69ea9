"""Which records are one: exact forms, known other names, judgements, and the rule for the rest."""
