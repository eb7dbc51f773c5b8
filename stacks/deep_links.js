// CloudFront runs this on each request that is not for `assets/`: a path without an extension is a page of the
// application, and its index answers. Only that: a file that is not there stays an error.
function handler(event) {
  const request = event.request;
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (!name.includes('.')) {
    request.uri = '/index.html';
  }
  return request;
}
