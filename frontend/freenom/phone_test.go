package freenom

import "testing"

func TestTelephoneNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"+1-310-123456": "+1.310123456", "+1.310123456": "+1.310123456", "+44 (0) 20 1234": "+44.0201234", "+33123456789": "+33.123456789",
		"+13101234567": "+1.3101234567", "+79161234567": "+7.9161234567", "+3725000000": "+372.5000000", "+372-5000000": "+372.5000000",
		"": "", "+": "", "+1": "", "+1-": "", "310-123456": "", "+12345-1": "", "+1-310x123": "", "+1-123456789012345": "", "+-1": "", "tel:+1-310": "", "+١-310": "",
	} {
		if got := parsePhone(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	for _, c := range []struct{ number, original, want string }{
		{"+1.310123456", "+1-310-123456", "+1-310-123456"}, // unchanged
		{"+1.310999999", "+1-310-123456", "+1-310999999"},  // changed through another frontend
		{"+1.310123456", "", "+1-310123456"}, {"", "", ""},
	} {
		if got := formatPhone(c.number, c.original); got != c.want {
			t.Errorf("%q from %q: got %q, want %q", c.number, c.original, got, c.want)
		}
	}
}
