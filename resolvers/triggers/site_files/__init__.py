"""How the site's files get to where CloudFront reads them."""
