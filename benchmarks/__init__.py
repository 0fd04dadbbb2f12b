"""Benchmarks: how fast the portal is beside what this machine can do at all.

Absolute figures of a shared machine say little; each figure here comes with its ratio to a
floor that was measured in the same interleaved run.
"""
