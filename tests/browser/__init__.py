"""The site in a browser; a package, so that its server and its Chromium end with its last test."""
