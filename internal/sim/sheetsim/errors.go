package sheetsim

import (
	"fmt"
	"net/http"
)

// apiError is an error reply in the service's shape.
type apiError struct {
	code    int
	status  string
	message string
	details []any
	reason  string // Drive's, where it isn't the usual one of the code
}

func (e *apiError) Error() string { return e.message }

func (e *apiError) body() obj {
	inner := obj{"code": e.code, "message": e.message, "status": e.status}
	if e.details != nil {
		inner["details"] = e.details
	}
	return obj{"error": inner}
}

func badRequest(message string) *apiError {
	return &apiError{code: http.StatusBadRequest, status: "INVALID_ARGUMENT", message: message}
}

func notFound() *apiError {
	return &apiError{code: http.StatusNotFound, status: "NOT_FOUND", message: "Requested entity was not found."}
}

func forbidden() *apiError {
	return &apiError{code: http.StatusForbidden, status: "PERMISSION_DENIED", message: "The caller does not have permission"}
}

func unauthenticated() *apiError {
	return &apiError{
		code: http.StatusUnauthorized, status: "UNAUTHENTICATED",
		message: "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
	}
}

func unavailable() *apiError {
	return &apiError{code: http.StatusServiceUnavailable, status: "UNAVAILABLE", message: "The service is currently unavailable."}
}

// rateLimited is the 429 as recorded from the real service. It carries no
// Retry-After header.
func rateLimited(kind string) *apiError {
	limit := kind + "RequestsPerMinutePerUser"
	metric := map[string]string{"Read": "read_requests", "Write": "write_requests"}[kind]
	return &apiError{
		code: http.StatusTooManyRequests, status: "RESOURCE_EXHAUSTED",
		message: fmt.Sprintf("Quota exceeded for quota metric '%s requests' and limit '%s requests per minute per user' of service 'sheets.googleapis.com' for consumer 'project_number:000000000000'.", kind, kind),
		details: []any{
			obj{
				"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com",
				"metadata": obj{
					"quota_limit": limit, "quota_limit_value": "60", "quota_location": "global",
					"quota_metric": "sheets.googleapis.com/" + metric, "service": "sheets.googleapis.com",
					"consumer": "projects/000000000000",
				},
			},
			obj{
				"@type": "type.googleapis.com/google.rpc.Help",
				"links": []any{obj{"description": "Request a higher quota limit.", "url": "https://cloud.google.com/docs/quotas/help/request_increase"}},
			},
		},
	}
}

// refusal is the reason why one request of a batch can't be done, worded as
// the service words it; the batch adds the prefix that names the request.
type refusal string

func (r refusal) Error() string { return string(r) }

func refuse(format string, args ...any) error { return refusal(fmt.Sprintf(format, args...)) }
