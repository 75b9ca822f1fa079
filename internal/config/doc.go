// Package config reads relance.yaml: strictly, so that a typing error is an
// error with its line and what was expected, never a setting silently ignored.
//
// A text value may hold ${NAME}, which is taken from the environment, and each
// secret has a sibling ending in _file, which names a file to read it from.
package config
