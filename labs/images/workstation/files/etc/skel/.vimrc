syntax on
filetype plugin indent on
set expandtab tabstop=2 shiftwidth=2 softtabstop=2 autoindent
set backspace=indent,eol,start ruler showcmd incsearch wildmenu
set nobackup noswapfile mouse=a
set title titlestring=vim\ %t titleold=

augroup yaml
  autocmd!
  " A colon or a comment does not move the line that is being written.
  autocmd FileType yaml setlocal indentkeys-=0# indentkeys-=<:> indentkeys-=0-
  " A tab is never right in YAML, and not seen: show it, and blanks at the end.
  autocmd FileType yaml setlocal list listchars=tab:>-,trail:~
augroup END
