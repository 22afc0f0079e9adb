"""What people do after a conclusion is confirmed; a module for each noun."""
