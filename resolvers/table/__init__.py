"""The table: keys, rows and transactions; the only code that knows DynamoDB."""
