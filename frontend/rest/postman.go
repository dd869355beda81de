package rest

import (
	"cmp"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// Postman returns the dialect as a Postman collection, version 2.1: the requests of its
// Walk in folders by tag, saved responses for each route, scripts that check statuses and
// set variables, and variables for the base URL and the credentials.
func (d *Dialect) Postman(server BaseURL) ([]byte, error) {
	steps, err := d.walk()
	if err != nil {
		return nil, err
	}
	c := collection{
		Info: postmanInfo{d.Title, d.Intro, "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		Auth: d.postmanAuth(d.firstScheme()), Variable: d.postmanVariables(server, steps),
	}
	texts := map[string]string{}
	for _, t := range d.tags() {
		texts[t.Name] = t.Description
	}
	shown, folders := map[*Route]bool{}, map[string]int{}
	for i := range steps {
		r := steps[i].route
		item, err := d.postmanItem(&steps[i], !shown[r])
		if err != nil {
			return nil, err
		}
		shown[r] = true
		if i == 0 && d.Walk != "" {
			item.Event = append(item.Event, script("prerequest", `pm.collectionVariables.set("stamp", Date.now().toString(36));`))
		}
		if i == 0 || steps[i-1].route.tag() != r.tag() {
			name := r.tag()
			if folders[name]++; folders[name] > 1 {
				name += " (" + strconv.Itoa(folders[name]) + ")"
			}
			c.Item = append(c.Item, folder{name, texts[r.tag()], nil})
		}
		f := &c.Item[len(c.Item)-1]
		f.Item = append(f.Item, item)
	}
	return indent(c)
}

type collection struct {
	Info     postmanInfo  `json:"info"`
	Auth     *postmanAuth `json:"auth,omitempty"`
	Variable []variable   `json:"variable"`
	Item     []folder     `json:"item"`
}

type postmanInfo struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Schema      string `json:"schema"`
}

type folder struct {
	Name        string        `json:"name"`
	Description string        `json:"description,omitempty"`
	Item        []postmanItem `json:"item"`
}

type variable struct {
	Key         string `json:"key"`
	Value       string `json:"value"`
	Type        string `json:"type,omitempty"`
	Description string `json:"description,omitempty"`
	Disabled    bool   `json:"disabled,omitempty"`
}

type postmanAuth struct {
	Type   string     `json:"type"`
	Bearer []variable `json:"bearer,omitempty"`
	Basic  []variable `json:"basic,omitempty"`
}

type postmanItem struct {
	Name     string            `json:"name"`
	Event    []postmanEvent    `json:"event,omitempty"`
	Request  postmanRequest    `json:"request"`
	Response []postmanResponse `json:"response"`
}

type postmanEvent struct {
	Listen string        `json:"listen"` // "prerequest" or "test"
	Script postmanScript `json:"script"`
}

type postmanScript struct {
	Type string   `json:"type"`
	Exec []string `json:"exec"`
}

// script returns an event whose script has the given lines.
func script(listen string, lines ...string) postmanEvent {
	return postmanEvent{listen, postmanScript{"text/javascript", lines}}
}

type postmanRequest struct {
	Method      string       `json:"method"`
	Auth        *postmanAuth `json:"auth,omitempty"`
	Header      []variable   `json:"header"`
	Body        *postmanBody `json:"body,omitempty"`
	URL         postmanURL   `json:"url"`
	Description string       `json:"description,omitempty"`
}

type postmanBody struct {
	Mode       string          `json:"mode"`
	Raw        string          `json:"raw,omitempty"`
	URLEncoded []variable      `json:"urlencoded,omitempty"`
	Options    *postmanOptions `json:"options,omitempty"`
}

type postmanOptions struct {
	Raw struct {
		Language string `json:"language"`
	} `json:"raw"`
}

type postmanURL struct {
	Raw      string     `json:"raw"`
	Host     []string   `json:"host"`
	Path     []string   `json:"path"`
	Query    []variable `json:"query,omitempty"`
	Variable []variable `json:"variable,omitempty"`
}

type postmanResponse struct {
	Name            string         `json:"name"`
	OriginalRequest postmanRequest `json:"originalRequest"`
	Status          string         `json:"status"`
	Code            int            `json:"code"`
	Language        string         `json:"_postman_previewlanguage"`
	Header          []variable     `json:"header"`
	Cookie          []variable     `json:"cookie"`
	Body            string         `json:"body"`
}

func (d *Dialect) firstScheme() *Scheme { return d.scheme(&Route{}) }

func (d *Dialect) postmanAuth(s *Scheme) *postmanAuth {
	switch {
	case s == nil || s.Kind == Params:
		return nil
	case s.Kind == Basic:
		return &postmanAuth{Type: "basic", Basic: []variable{
			{Key: "username", Value: "{{username}}", Type: "string"}, {Key: "password", Value: "{{password}}", Type: "string"}}}
	}
	return &postmanAuth{Type: "bearer", Bearer: []variable{{Key: "token", Value: "{{token}}", Type: "string"}}}
}

// postmanVariables returns the base URL, the credentials, and the other variables that
// steps use: empty, for those that a request sets and for those that the reader has to.
func (d *Dialect) postmanVariables(server BaseURL, steps []step) []variable {
	all := []variable{{Key: "baseUrl", Value: strings.TrimSuffix(server.URL, "/") + d.Prefix, Description: server.Text}}
	known := map[string]bool{}
	for _, s := range d.Security {
		names := s.Params
		switch s.Kind {
		case Bearer:
			names = []string{"token"}
		case Basic:
			names = []string{"username", "password"}
		}
		for _, name := range names {
			if !known[name] {
				known[name] = true
				all = append(all, variable{Key: name, Description: s.Text})
			}
		}
	}
	set := map[string]string{"baseUrl": "", "stamp": "Differs in each run; set by the first request."}
	for i := range steps {
		for _, k := range steps[i].keep {
			set[k[0]] = "Set by “" + steps[i].title() + "”."
		}
	}
	for _, m := range variableName.FindAllStringSubmatch(d.Walk, -1) {
		if name := m[1]; !known[name] {
			known[name] = true
			all = append(all, variable{Key: name, Description: cmp.Or(set[name], "To be filled in.")})
		}
	}
	return all
}

var variableName = regexp.MustCompile(`\{\{(\w+)\}\}`)

// postmanPath returns the segments of a path, with {name} as :name.
func postmanPath(path string) []string {
	parts := strings.Split(strings.Trim(specPath(path), "/"), "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") {
			parts[i] = ":" + strings.Trim(part, "{}")
		}
	}
	return parts
}

func rawQuery(query []variable) string {
	var b strings.Builder
	for _, q := range query {
		if q.Disabled {
			continue
		}
		if b.Len() == 0 {
			b.WriteByte('?')
		} else {
			b.WriteByte('&')
		}
		value := q.Value
		if !strings.Contains(value, "{{") {
			value = url.QueryEscape(value)
		}
		b.WriteString(url.QueryEscape(q.Key) + "=" + value)
	}
	return b.String()
}
