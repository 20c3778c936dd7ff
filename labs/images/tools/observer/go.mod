module ckslab.local/images/tools/observer

go 1.26.2

require (
	golang.org/x/net v0.57.0
	golang.org/x/sys v0.47.0
)
