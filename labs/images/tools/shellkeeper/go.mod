module ckslab.local/images/tools/shellkeeper

go 1.26.2

require golang.org/x/sys v0.47.0
