"""The pages of the consultations, and the forms that act on them."""
