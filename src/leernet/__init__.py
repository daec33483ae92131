"""leernet plans a school year of learning networks, workshops and coaching from plain files."""
