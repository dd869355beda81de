package rest

import "net/http"

// CORS allows scripts from any origin to call a dialect whose credentials are in the
// request: in a header or a parameter, not in a cookie. It answers preflight requests
// (Fetch standard, section 3.2). It is the default of Dialect.Middleware.
func CORS(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		header := w.Header()
		header.Set("Access-Control-Allow-Origin", "*")
		header.Set("Access-Control-Expose-Headers", "X-Request-Id")
		if req.Method != http.MethodOptions || req.Header.Get("Access-Control-Request-Method") == "" {
			h.ServeHTTP(w, req)
			return
		}
		header.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
		header.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept, Accept-Language")
		header.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	})
}
