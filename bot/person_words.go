package bot

import (
	"context"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// maxNameWords is how many words a person's name may have.
const maxNameWords = 4

// personWords reads who is meant from the front of words, and how many those
// are: a mention, a whole name of the People tab, or the beginning of one name
// alone, with or without an @.
func (b *Bot) personWords(ctx context.Context, v viewer, words []string) (someone, int, error) {
	if _, ok := mentioned(words[0]); ok {
		p, err := b.personArg(ctx, v, words[0])
		return p, 1, err
	}
	book := v.book.Desk.Book()
	for n := min(len(words), maxNameWords); n > 0; n-- {
		name := strings.TrimPrefix(strings.Join(words[:n], " "), "@")
		if _, ok := book.FindPerson(name); ok {
			p, err := b.personArg(ctx, v, name)
			return p, n, err
		}
	}
	switch fits := peopleCalled(book, strings.TrimPrefix(words[0], "@")); len(fits) {
	case 0:
		p, err := b.personArg(ctx, v, words[0])
		return p, 1, err
	case 1:
		p, err := b.personArg(ctx, v, fits[0])
		return p, 1, err
	default:
		return someone{}, 0, severalPeople(words[0], fits)
	}
}

func severalPeople(text string, names []string) error {
	list := strings.Join(names, ", ")
	return &ledger.Error{
		Code: ledger.CodeAmbiguous, Reason: reasonPeopleFit, Args: ledger.Args{"text": text, "names": list},
		Message: text + " may be " + list + ": type the whole name.",
	}
}

// wholeOwner takes the words after an @ that make a whole name of the People
// tab: "@Priya Shah acme" is Priya Shah's invoices of Acme.
func wholeOwner(book *ledger.Book, f filter) filter {
	words := strings.Fields(f.name)
	for n := min(len(words), maxNameWords); n > 0 && f.owner != ""; n-- {
		name := f.owner + " " + strings.Join(words[:n], " ")
		if _, ok := book.FindPerson(name); ok {
			f.owner, f.name = name, strings.Join(words[n:], " ")
			break
		}
	}
	return f
}

// peopleCalled are those of the People tab of whose name a word is a part.
func peopleCalled(book *ledger.Book, word string) []string {
	var list []string
	for p := range book.People() {
		for part := range strings.FieldsSeq(p.Name) {
			if fold(part) == fold(word) {
				list = append(list, p.Name)
				break
			}
		}
	}
	return list
}

// maxLookBack is how many days ago a day without a year may lie; one longer
// ago is meant of the year to come.
const maxLookBack = 180

// lacksYear tells whether a day was typed without its year: 02/01, 2 january.
func lacksYear(words []string) bool {
	if len(words) == 1 {
		m := slashDay.FindStringSubmatch(words[0])
		return m != nil && m[3] == ""
	}
	_, first := months[fold(words[0])]
	_, second := months[fold(words[1])]
	return len(words) == 2 && (first || second)
}
