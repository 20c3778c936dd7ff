case $- in *i*) ;; *) return ;; esac

HISTCONTROL=ignoreboth
HISTSIZE=20000
HISTFILESIZE=20000
shopt -s histappend checkwinsize globstar
# At each prompt: a shell that is ended from outside would take with it what it has not written.
PROMPT_COMMAND='history -a'

# Green is the workstation's colour, on its tab too; nodes and hosts have others.
PS1='\[\e[1;32m\]\u@\h\[\e[0m\]:\[\e[1;34m\]\w\[\e[0m\]\$ '
alias ls='ls --color=auto' ll='ls -l --color=auto' la='ls -la --color=auto'
alias grep='grep --color=auto' diff='diff --color=auto' ip='ip -color=auto'

. /usr/share/bash-completion/bash_completion
. /usr/local/share/kubectl-completion.bash
# Colours on the screen only: what goes into a pipe or a file is kubectl's own.
alias k=kubecolor
complete -o default -F __start_kubectl k kubecolor
