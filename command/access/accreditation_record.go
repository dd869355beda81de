package access

// AccreditationBot is the login of the only user that may report the results
// of accreditation tests.
const AccreditationBot = "accr_bot"
