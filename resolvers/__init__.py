"""The resolvers of the API: the rules, the table, and one file for each field."""
