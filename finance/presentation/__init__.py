"""What the pages of finance show: values ready for the templates."""
