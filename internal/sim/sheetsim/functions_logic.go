package sheetsim

// asTruth converts as conditions do: numbers other than 0 are true.
func (v value) asTruth() (truth, ok bool) {
	switch v.kind {
	case kindBool, kindNumber, kindEmpty:
		return v.num != 0, true
	case kindText:
		switch {
		case v.str == "":
			return false, true
		case len(v.str) == 4 && (v.str == "TRUE" || v.str == "true"):
			return true, true
		case v.str == "FALSE" || v.str == "false":
			return false, true
		}
	}
	return false, false
}

func conditional(e *evaluator, args []node) operand {
	cond := args[0].eval(e)
	otherwise := func() operand {
		if len(args) > 2 {
			return args[2].eval(e)
		}
		return truth(false)
	}
	if e.array && cond.kind != isSingle {
		yes, no := args[1].eval(e), otherwise()
		rows := make([][]value, cond.height())
		for i := range rows {
			rows[i] = make([]value, cond.width())
			for j := range rows[i] {
				c := e.element(cond, i, j)
				switch holds, ok := c.asTruth(); {
				case !ok:
					rows[i][j] = orError(c, errValue)
				case holds:
					rows[i][j] = e.element(yes, i, j)
				default:
					rows[i][j] = e.element(no, i, j)
				}
			}
		}
		return array(rows)
	}
	c := e.scalar(cond)
	holds, ok := c.asTruth()
	if !ok {
		return one(orError(c, errValue))
	}
	if holds {
		return args[1].eval(e)
	}
	return otherwise()
}

func ifs(e *evaluator, args []node) operand {
	for i := 0; i+1 < len(args); i += 2 {
		c := e.scalar(args[i].eval(e))
		holds, ok := c.asTruth()
		if !ok {
			return one(orError(c, errValue))
		}
		if holds {
			return args[i+1].eval(e)
		}
	}
	return fail(errNA)
}

func ifError(e *evaluator, args []node) operand {
	return fallback(e, args, func(v value) bool { return v.kind == kindError })
}

func ifNA(e *evaluator, args []node) operand {
	return fallback(e, args, func(v value) bool { return v.kind == kindError && v.str == errNA })
}

func fallback(e *evaluator, args []node, bad func(value) bool) operand {
	got := args[0].eval(e)
	instead := func() operand {
		if len(args) > 1 {
			return args[1].eval(e)
		}
		return one(value{})
	}
	if e.array && got.kind != isSingle {
		return e.each(got, instead(), func(v, w value) value {
			if bad(v) {
				return w
			}
			return v
		})
	}
	if got.kind == isRange {
		got = one(e.scalar(got))
	}
	if bad(e.scalar(got)) {
		return instead()
	}
	return got
}

// logic is AND (all) or OR.
func logic(all bool) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		result := all
		var failed value
		for _, arg := range args {
			e.values(arg.eval(e), func(v value, direct bool) bool {
				holds, ok := v.asTruth()
				switch {
				case v.kind == kindError || (!ok && direct):
					failed = orError(v, errValue)
					return false
				case !ok || (v.kind == kindEmpty && !direct):
				case all:
					result = result && holds
				default:
					result = result || holds
				}
				return true
			})
			if failed.kind == kindError {
				return one(failed)
			}
		}
		return truth(result)
	}
}

func not(e *evaluator, args []node) operand {
	return e.each(args[0].eval(e), one(value{}), func(v, _ value) value {
		holds, ok := v.asTruth()
		if !ok {
			return orError(v, errValue)
		}
		return boolValue(!holds)
	})
}
