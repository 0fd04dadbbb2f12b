"""How texts are written and agreed: values in, values out. No queries, no clock, no framework."""
