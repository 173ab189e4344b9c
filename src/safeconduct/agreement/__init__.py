"""Terms of the parties and the go / no-go statement."""
