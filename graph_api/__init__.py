"""Six Chains: a graph of a district's innovation resources, with evidence for every fact."""
