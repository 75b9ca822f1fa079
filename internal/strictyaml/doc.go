// Package strictyaml finds every key of a YAML file that nothing reads, each
// with its place and the key that was probably meant. The YAML library's own
// strict mode stops at the first one.
package strictyaml
