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
	if name, n := wholeName(book, words, maxNameWords); n > 0 {
		p, err := b.personArg(ctx, v, name)
		return p, n, err
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
	if f.owner == "" {
		return f
	}
	words := append([]string{f.owner}, strings.Fields(f.name)...)
	if name, n := wholeName(book, words, maxNameWords+1); n > 1 {
		f.owner, f.name = name, strings.Join(words[n:], " ")
	}
	return f
}

// wholeName is the longest whole name of the People tab that words begin with,
// with or without an @, and of how many words; none: 0.
func wholeName(book *ledger.Book, words []string, most int) (name string, n int) {
	for n := min(len(words), most); n > 0; n-- {
		name := strings.TrimPrefix(strings.Join(words[:n], " "), "@")
		if _, ok := book.FindPerson(name); ok {
			return name, n
		}
	}
	return "", 0
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
