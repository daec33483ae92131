"""A verb of the command line each: what was typed in; the project read, worked on, written and shown."""
