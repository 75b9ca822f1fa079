// Package mailsim is a mail server that runs in memory: SMTP with STARTTLS and
// authentication, a box of what it took, and faults at every command.
//
//	client --- Dial (a pipe) or Serve (a socket) --- front --- go-smtp --- box
//
// The protocol is spoken by go-smtp's server. The front stands before it: it
// encrypts the connection, sees every command and reply in the clear, and makes
// them suffer the [Faults]. So the product's own mail client runs against it,
// with a socket, or without one inside a testing/synctest bubble.
//
// # Strictness
//
// What a server may refuse is refused: malformed addresses, mail before
// encryption or login, messages without From, Date, Message-ID, To or Subject,
// bare line ends, lines of more than 998 characters, bytes beyond ASCII without
// 8BITMIME, a broken MIME structure, and mail for an address that the server
// serves no box for. A message without its final dot is dropped.
package mailsim
