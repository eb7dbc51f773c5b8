"""The benchmark: what each operation asks of DynamoDB, and what it takes itself, as the data grows."""
