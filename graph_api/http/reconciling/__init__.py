"""Reconciliation: what a client such as OpenRefine asks of the names and facts of the graph.

The protocol is the Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group.
"""
