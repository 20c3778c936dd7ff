module ckslab.local/images/tools/undo

go 1.26.2

require golang.org/x/sys v0.47.0
