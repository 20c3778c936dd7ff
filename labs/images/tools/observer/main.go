// The observer stands beside one machine of a lab and reports what it sees there. It shares the machine's process
// and network namespaces but not its file system, so nothing that a learner installs or replaces can answer for it.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

// The main goroutine keeps the first thread for itself: one that enters another namespace ends with its goroutine, and
// this one cannot.
func init() { runtime.LockOSThread() }

const usage = `usage: observer <command>
  sleep   wait to be asked; ends at once on SIGTERM
  ask     read one question from standard input, write one answer
  serve   answer numbered questions, one a line, until standard input ends
  tunnel  ADDRESS  connect to ip:port, or with :port to the machine itself, and pass bytes both ways
  door  PORT ADDRESS  take connections at a port and pass each on to name:port; ends on SIGTERM
`

func main() {
	if len(os.Args) == 3 && os.Args[1] == tunnelCommand {
		if err := tunnel(os.Args[2], os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		return
	}
	if len(os.Args) == 4 && os.Args[1] == doorCommand {
		if err := door(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, "observer:", err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) != 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	if err := run(os.Args[1], machine{proc: "/proc"}); err != nil {
		fmt.Fprintln(os.Stderr, "observer:", err)
		os.Exit(1)
	}
}

func run(command string, m machine) error {
	switch command {
	case "sleep":
		return sleep()
	case "ask":
		return ask(m, os.Stdin, os.Stdout)
	case "serve":
		return serve(m, os.Stdin, os.Stdout, longestServe)
	case insideCommand:
		return inside(m, os.Stdin, os.Stdout)
	}
	return fmt.Errorf("there is no command %q\n%s", command, usage)
}

func sleep() error {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
	return nil
}
