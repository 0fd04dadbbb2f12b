"""Pages of the Secretariat's activity and financial reports."""
