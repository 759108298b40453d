"""What administrators of the server do. Every act takes an Operator as `by` and is written down."""
