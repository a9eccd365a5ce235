"""What is said where nothing, or an announcement alone, was found."""
