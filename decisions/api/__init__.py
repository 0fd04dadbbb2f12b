"""Consultations and deadlines by API: resources are read, every change is a named action."""
