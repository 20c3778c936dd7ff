// The shellkeeper holds one shell of a lab's machine, so that the shell lives on while the platform's server does not. It speaks
// frames over its standard streams, and again over those of every later "attach", of which the newest counts.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

const usage = `usage: shellkeeper <command>
  keep ID COLUMNS ROWS COMMAND...   run a command on a terminal of its own and keep it
  attach ID                         be the line to a kept terminal
  where ID                          print the folder that a kept terminal is in
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "shellkeeper:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) >= 5 && args[0] == "keep":
		size, err := parseSize(args[2], args[3])
		if err != nil {
			return err
		}
		return keep(args[1], size, args[4:])
	case len(args) == 2 && args[0] == "attach":
		return attach(args[1])
	case len(args) == 2 && args[0] == "where":
		return where(args[1])
	}
	return fmt.Errorf("wrong arguments: %s\n%s", strings.Join(args, " "), usage)
}

func parseSize(columns, rows string) (size, error) {
	c, err := strconv.ParseUint(columns, 10, 16)
	if err != nil {
		return size{}, fmt.Errorf("columns: %w", err)
	}
	r, err := strconv.ParseUint(rows, 10, 16)
	if err != nil {
		return size{}, fmt.Errorf("rows: %w", err)
	}
	return size{uint16(c), uint16(r)}, nil
}
