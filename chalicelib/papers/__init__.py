"""Papers (文书) of any procedure: what a form is, the code that verifies it, and how it is drawn."""
