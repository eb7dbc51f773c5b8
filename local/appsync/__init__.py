"""A small AppSync: executes a GraphQL API by its schema, its APPSYNC_JS files and its Lambda functions."""
