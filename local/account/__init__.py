"""The AWS account of this machine: a table, a user pool and a mail service, on an emulator."""
