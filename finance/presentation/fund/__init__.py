"""What the pages of the reserve fund show: told in groups to the members, whole to its officers."""
