"""Every finding that leernet makes, written down once: name, level, sentence and mend."""
