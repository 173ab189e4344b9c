"""Arguments in, one use case, exit codes out."""
