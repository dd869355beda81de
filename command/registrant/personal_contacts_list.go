package registrant

import "github.com/cadastre-registry/cadastre/command"

// ListPersonalContacts lists the contacts of the actor and of the companies it
// represents, in order of handle.
type ListPersonalContacts struct{ Offset, Limit int }

func (q ListPersonalContacts) Answer(s *command.Snapshot) ([]PersonalContact, error) {
	_, all, err := collectPersonalContacts(s)
	if err != nil {
		return nil, err
	}
	var list []PersonalContact
	all = all[min(q.Offset, len(all)):]
	for _, c := range all[:min(q.Limit, len(all))] {
		detail, err := loadPersonalContact(s, c, false)
		if err != nil {
			return nil, err
		}
		list = append(list, detail)
	}
	return list, nil
}
