"""The consultation procedure: values in, values out. No queries, no clock."""
