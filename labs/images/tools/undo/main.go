// The undo program stands beside one machine of a lab, in the observer's container. It writes down what a learner can change there,
// and puts it back. It uses nothing of the machine's file system but what it is asked to save or to put back.
package main

import (
	"fmt"
	"os"
)

const usage = `usage: undo <command>
  save     read a plan from standard input, write what it names as a compressed archive
  restore  read such an archive, and make the machine's files what it holds
`

// Where the machine's files are: this program shares its process namespace.
const machineRoot = "/proc/1/root"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "undo:", err)
		os.Exit(1)
	}
}

func run(command string) error {
	// Modes are set as they were saved.
	setNoMask()
	switch command {
	case "save":
		return save(machineRoot, os.Stdin, os.Stdout)
	case "restore":
		return restore(machineRoot, os.Stdin)
	}
	return fmt.Errorf("there is no command %q\n%s", command, usage)
}
