"""Drills: harm the real processes on purpose and count what is lost or done twice.

``python -m drills --short`` is what the tests run; without it, the long forms, and a report.
"""
