"""From the text of files to the model, with findings for what does not fit."""
