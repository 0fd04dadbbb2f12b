"""The pages of the library: papers to verify, documents to read and to keep."""
