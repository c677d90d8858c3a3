"""What waits for a person (待办), counted over the lists of other packages."""
