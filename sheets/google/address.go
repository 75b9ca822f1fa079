package google

import "encoding/json"

// addressIn is the service account's address in its key file: whom a person
// must share the spreadsheet with.
func addressIn(key []byte) string {
	var file struct {
		Email string `json:"client_email"`
	}
	if err := json.Unmarshal(key, &file); err != nil {
		return ""
	}
	return file.Email
}
