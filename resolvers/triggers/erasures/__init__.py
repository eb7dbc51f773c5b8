"""The Lambda function that plays erasures again."""
