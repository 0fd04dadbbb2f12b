"""What the finances of the Conference obey: values in, values out. Money is integer cents."""
