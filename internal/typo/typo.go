// Package typo guesses which word was meant.
package typo

import "unicode/utf8"

// Most is how many letters of a word may be wrong: of a short one fewer, a third.
const Most = 2

// Nearest is the word that was probably meant; none if nothing is near. Of two
// that are as near the alphabet's first is taken.
func Nearest(typed string, words []string) string {
	best, nearest := Most+1, ""
	for _, word := range words {
		d := Distance(typed, word)
		if d <= min(Most, utf8.RuneCountInString(word)/3) && (d < best || d == best && word < nearest) {
			best, nearest = d, word
		}
	}
	return nearest
}

// Distance is Levenshtein's: how many letters to change, add or drop.
func Distance(a, b string) int {
	to := []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range []rune(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range to {
			cost := 1
			if x == y {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(to)]
}
