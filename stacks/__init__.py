"""What is deployed to AWS: one stack for each responsibility, composed by `app.py`."""
