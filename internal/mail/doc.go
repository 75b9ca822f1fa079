// Package mail sends letters by SMTP: one message per connection, encrypted
// unless the operator says otherwise, and an error that says what is known.
//
// # Failure handling
//
// SMTP has no way to ask later whether a message arrived. What is known follows
// from how far the dialogue came:
//
//	dial, greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA   any failure: a certain no
//	the message's lines, before the dot that ends them       any failure: a certain no,
//	                                                         a server must drop what has no end (RFC 5321, 4.1.1.4)
//	the dot                                                  250: sent; 4xx or 5xx: a certain no;
//	                                                         no reply, a lost connection, the deadline,
//	                                                         a reply that is no SMTP: uncertain
//	QUIT                                                     nothing: the message has been taken
//
// The connection is closed under the client after a failure, never with QUIT:
// within the message's lines the client would end them first, and half a letter
// would be delivered.
//
// A refusal of the message (5xx to MAIL, RCPT, DATA or the dot) is final. What
// fails before is the server's or the configuration's trouble, and may be tried
// again once it is over.
package mail
