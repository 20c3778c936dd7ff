case $- in *i*) ;; *) return ;; esac

HISTCONTROL=ignoreboth
HISTSIZE=5000
shopt -s histappend checkwinsize globstar

PS1='\[\e[32m\]\u@\h\[\e[0m\]:\[\e[34m\]\w\[\e[0m\]\$ '
alias ls='ls --color=auto' ll='ls -l --color=auto' la='ls -la --color=auto' grep='grep --color=auto'

. /usr/share/bash-completion/bash_completion
. /usr/local/share/kubectl-completion.bash
alias k=kubectl
complete -o default -F __start_kubectl k
