package ee

import "net/http"

// Preflight answers the preflight requests of the browser-based portals. Other
// requests get no CORS headers.
func Preflight(h http.Handler) http.Handler {
	const methods, headers = "POST, GET, PUT, PATCH, DELETE, OPTIONS",
		"Origin, Content-Type, Accept, Authorization, Token, Auth-Token, Email, X-User-Token, X-User-Email"
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodOptions {
			h.ServeHTTP(w, req)
			return
		}
		allowOrigin(w, req)
		out := w.Header()
		out.Set("Access-Control-Allow-Methods", methods)
		out.Set("Access-Control-Allow-Headers", headers)
		out.Set("Access-Control-Max-Age", "3600")
		out.Set("Vary", "Origin")
		w.WriteHeader(http.StatusOK)
	})
}

// CORS answers preflight requests and allows other requests from any origin.
func CORS(h http.Handler) http.Handler {
	preflight := Preflight(h)
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		allowOrigin(w, req)
		preflight.ServeHTTP(w, req)
	})
}

// allowOrigin allows the origin of the request, if it has one.
func allowOrigin(w http.ResponseWriter, req *http.Request) {
	if origin := req.Header.Get("Origin"); origin != "" {
		w.Header().Set("Access-Control-Allow-Origin", origin)
	}
}
