"""What something is about in; the name of the files that are written about it out."""


def file_name(reference: str) -> str:
    """``coaches-herfst`` of ``coaches/herfst``; ids are letters, digits and marks that every disk takes."""
    return reference.replace("/", "-")
