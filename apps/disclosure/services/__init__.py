"""What is done about publication, a module a noun: publications on their way, the copies the public reads."""
