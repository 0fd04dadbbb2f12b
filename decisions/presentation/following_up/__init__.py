"""What the pages of the follow-up show: values ready for the templates."""
