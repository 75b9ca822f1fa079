// Package google is how sheets meets Google: the Sheets API v4 for the cells,
// the Drive API v3 for the version. It holds no state but the token buckets of
// the service account. Of all calls it repeats only one that was refused for
// quota, which is a certain no; what else may be tried again is decided by
// package sheets, which can prove what became of the first.
//
// # Failure handling
//
// Every error is a *sheets.CallError. 400, 401, 403, 404 and 429 changed
// nothing for certain. A 5xx, a timeout, a cut connection or a reply that can't
// be read may have been applied; so may any other answer to a write.
package google
