package sheets

import "github.com/relance-bot/relance/ledger"

// letter is what a word about letters to customers says.
func (v activityView) letter(value ledger.Value) (what, after string) {
	var word ledger.LetterWord
	if err := ledger.ReadRecord(value, &word); err != nil {
		return "", ""
	}
	say := func(en, fr string) string { return inLanguage(v.language, en, fr) }
	switch word.Word {
	case ledger.WordApprove:
		return say("letter approved", "lettre approuvée"), ""
	case ledger.WordWithdraw:
		return say("letter taken back", "lettre retirée"), ""
	case ledger.WordDone:
		return say("thanks done with", "remerciement réglé"), ""
	case ledger.WordNote:
		return say("paragraph in a letter", "paragraphe dans une lettre"), word.Note
	case ledger.WordRelease:
		return say("letters allowed", "lettres autorisées"), ""
	case ledger.WordLive:
		return say("letters began", "début des lettres"), ""
	case ledger.WordSilence:
		return say("letters wait after a silence", "lettres en attente après un arrêt"), ""
	case ledger.WordGoOn:
		return say("letters go on", "les lettres repartent"), ""
	}
	return "", ""
}
