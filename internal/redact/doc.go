// Package redact keeps secrets out of what the process prints. Errors of
// libraries may carry a token or a password that they were given; whatever
// goes to the terminal or a log passes here first.
package redact
