package reminders

import (
	"fmt"
	"strings"
)

// ladderFile and stepFile are the YAML form of a ladder.
type ladderFile struct {
	Stages     []stepFile `yaml:"stages"`
	RepeatLast *int       `yaml:"repeat_last_days"`
}

type stepFile struct {
	Day      *int     `yaml:"day"`
	Tone     string   `yaml:"tone"`
	Tell     []string `yaml:"tell"`
	Approval bool     `yaml:"approval"`
	Letter   string   `yaml:"letter"`
	Mail     string   `yaml:"mail"`
}

// repeatLastDays is how often the last stage comes again where nothing is said.
const repeatLastDays = 30

func (r *reader) ladder(name string, in ladderFile, formalGap int) Ladder {
	path := "ladders." + name
	l := Ladder{Name: name, RepeatLast: r.days(path+".repeat_last_days", in.RepeatLast, repeatLastDays)}
	if len(in.Stages) == 0 || len(in.Stages) > maxStages {
		r.at(path, bilingual{"ladder %q has %d stages; expected 1 to %d", "le scénario %q a %d étapes ; attendu : de 1 à %d"}, name, len(in.Stages), maxStages)
	}
	lines := make([]int, len(in.Stages))
	sound, base := true, 0
	if len(in.Stages) > 0 && in.Stages[0].Day != nil {
		base = firstNumber(*in.Stages[0].Day)
	}
	for i, s := range in.Stages {
		at := fmt.Sprintf("%s.stages[%d]", path, i)
		lines[i] = r.line(at)
		number := base + i
		if s.Day == nil {
			r.row(lines[i], bilingual{"stage %d has no day; expected days from the due date, such as -5 or 10", "l'étape %d n'a pas de jour ; attendu : des jours depuis l'échéance, tels que -5 ou 10"}, number)
			sound = false
			continue
		}
		step := Step{Day: *s.Day, Tone: string(toneWords.of(strings.TrimSpace(s.Tone))), Approval: s.Approval}
		step.Tell = r.tell(lines[i], number, s.Tell)
		step.Letter, step.Mail = r.letter(lines[i], number, s.Letter, s.Mail)
		l.Stages = append(l.Stages, step)
	}
	if sound {
		r.check(l, lines, formalGap)
	}
	l.Stages = numbered(l.Stages)
	return l
}

// firstNumber is the number of a ladder's first stage: 0 is for the courtesy on
// or before the due date, which is put down and not posted.
func firstNumber(day int) int {
	if day > 0 {
		return 1
	}
	return 0
}

// numbered gives a ladder that begins after the due date a silent stage 0, so
// that the first thing it says is stage 1, as on any other.
func numbered(stages []Step) []Step {
	if len(stages) == 0 || firstNumber(stages[0].Day) == 0 {
		return stages
	}
	return append([]Step{{}}, stages...)
}

// tell reads who is told at a stage.
func (p *problems) tell(line, stage int, words []string) []Role {
	var tell []Role
	for _, who := range words {
		role, ok := roleWords.find(who)
		if !ok {
			p.row(line, bilingual{
				"stage %d: %q is nobody to tell; expected " + roleWords.list("en"), "étape %d : %q ne désigne personne à prévenir ; attendu : " + roleWords.list("fr"),
			}, stage, who)
			continue
		}
		tell = append(tell, role)
	}
	if len(words) == 0 {
		p.row(line, bilingual{"stage %d tells nobody; expected someone such as salesperson", "l'étape %d ne prévient personne ; attendu : quelqu'un, par exemple commercial"}, stage)
	}
	return tell
}

// letter reads which letter a stage has and how it leaves. A letter waits for
// a click unless somebody said otherwise.
func (p *problems) letter(line, stage int, letter, mail string) (LetterKind, MailMode) {
	if strings.TrimSpace(letter) == "" {
		if strings.TrimSpace(mail) != "" {
			p.row(line, bilingual{
				"stage %d says how its letter leaves (%q), and has no letter; add one of " + letterWords.list("en") + ", or leave it out",
				"l'étape %d dit comment sa lettre part (%q) mais n'a pas de lettre ; ajoutez-en une parmi " + letterWords.list("fr") + ", ou retirez-le",
			}, stage, mail)
		}
		return "", ""
	}
	kind, ok := letterWords.find(letter)
	if !ok {
		p.row(line, bilingual{"stage %d: %q is no letter; expected " + letterWords.list("en"), "étape %d : %q n'est pas une lettre ; attendu : " + letterWords.list("fr")}, stage, letter)
	}
	if strings.TrimSpace(mail) == "" {
		return kind, MailApprove
	}
	mode, ok := mailWords.find(mail)
	if !ok {
		p.row(line, bilingual{"stage %d: %q is no way to send; expected " + mailWords.list("en"), "étape %d : %q n'est pas un mode d'envoi ; attendu : " + mailWords.list("fr")}, stage, mail)
	}
	return kind, mode
}

// check looks at a ladder as a whole: what each stage says must make sense on
// its day and after the stages before it. lines are where the stages stand.
func (p *problems) check(l Ladder, lines []int, formalGap int) {
	base := 0
	if len(l.Stages) > 0 {
		base = firstNumber(l.Stages[0].Day)
	}
	for at, s := range l.Stages {
		i := base + at
		switch {
		case s.Day < -maxOffsetDays || s.Day > maxOffsetDays:
			p.row(lines[at], bilingual{"stage %d is on day %d; expected days from the due date, at most %d", "l'étape %d est au jour %d ; attendu : des jours depuis l'échéance, %d au plus"}, i, s.Day, maxOffsetDays)
		case at > 0 && s.Day <= l.Stages[at-1].Day:
			p.row(lines[at], bilingual{
				"stage %d is on day %d, not after stage %d on day %d; expected rising days", "l'étape %d est au jour %d, pas après l'étape %d au jour %d ; attendu : des jours croissants",
			}, i, s.Day, i-1, l.Stages[at-1].Day)
		case s.Tone == "":
			p.row(lines[at], bilingual{"stage %d has no tone; expected a word such as friendly", "l'étape %d n'a pas de ton ; attendu : un mot tel que aimable"}, i)
		}
		p.checkSign(i, s, lines[at])
		p.checkLetter(l, at, lines[at], formalGap)
	}
	if n := len(l.Stages); n > 0 && l.Stages[n-1].Day <= 0 {
		p.row(lines[n-1], bilingual{
			"no stage comes after the due date, so that nobody hears of what is late; days after it are positive", "aucune étape ne vient après l'échéance : personne n'apprendrait un retard ; les jours après l'échéance sont positifs",
		})
	}
}

// checkSign finds a day with the wrong sign: nobody warns before the due date,
// and the courtesy of announcing it has no sense after.
func (p *problems) checkSign(i int, s Step, line int) {
	tone, known := letterWords.find(s.Tone)
	if !known {
		tone = s.Letter
	}
	early := tone == LetterCourtesy || s.Letter == LetterCourtesy
	switch {
	case early && s.Day > 0:
		p.row(line, bilingual{
			"stage %d is a courtesy on day %d, after the due date; days before it are negative: did you mean -%[2]d?",
			"l'étape %d est une courtoisie au jour %d, après l'échéance ; les jours avant l'échéance sont négatifs : vouliez-vous dire -%[2]d ?",
		}, i, s.Day)
	case !early && tone != "" && s.Day < 0:
		p.row(line, bilingual{
			"stage %d (%s) is on day %d, before the due date; days after it are positive: did you mean %d?",
			"l'étape %d (%s) est au jour %d, avant l'échéance ; les jours après l'échéance sont positifs : vouliez-vous dire %d ?",
		}, i, s.Tone, s.Day, -s.Day)
	}
}

// checkLetter wants letters that grow no milder, and a formal notice that may
// leave at all: it needs a firm letter some days before and is never automatic.
func (p *problems) checkLetter(l Ladder, at, line, formalGap int) {
	s, base := l.Stages[at], firstNumber(l.Stages[0].Day)
	i := base + at
	if s.Letter == "" {
		return
	}
	warned := false
	for j, before := range l.Stages[:at] {
		if before.Letter.Rank() > s.Letter.Rank() {
			p.row(line, bilingual{
				"stage %d has a milder letter (%s) than stage %d (%s); expected letters that don't grow milder",
				"l'étape %d a une lettre plus douce (%s) que l'étape %d (%s) ; attendu : des lettres de plus en plus fermes",
			}, i, s.Letter, base+j, before.Letter)
			break
		}
		warned = warned || (before.Letter.IsFirm() && before.Letter != LetterFormal && before.Mail != MailOff && s.Day-before.Day >= formalGap)
	}
	if s.Letter != LetterFormal {
		return
	}
	if !warned {
		p.row(line, bilingual{
			"stage %d is a formal notice without a firm letter at least %d days before; add one, or it could never leave",
			"l'étape %d est une mise en demeure sans lettre ferme au moins %d jours avant ; ajoutez-en une, sinon elle ne partirait jamais",
		}, i, formalGap)
	}
	if s.Mail == MailAuto {
		p.row(line, bilingual{
			"stage %d would send a formal notice by itself; two people approve each: expected mail: approve", "l'étape %d enverrait une mise en demeure toute seule ; deux personnes approuvent chacune : attendu : à approuver",
		}, i)
	}
}
