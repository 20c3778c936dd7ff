syntax on
filetype plugin indent on
set expandtab tabstop=2 shiftwidth=2 softtabstop=2 autoindent
set backspace=indent,eol,start ruler showcmd incsearch wildmenu
set nobackup noswapfile mouse=a
set title titlestring=vim\ %t titleold=

" vim's own takes what follows `kind: Pod` for the rest of a long value, and moves lines while they are written.
function YamlIndent()
  let above = prevnonblank(v:lnum - 1)
  let line = getline(above)
  let deeper = line !~# '^\s*#' && line =~# '\v(:|[:-] [|>][-+]?)\s*$' ? shiftwidth() : 0
  " The keys of an item stand below its first key, not below its dash.
  let item = line =~# '\v^\s*- .*:(\s|$)' ? 2 : 0
  return indent(above) + deeper + item
endfunction

augroup yaml
  autocmd!
  autocmd FileType yaml setlocal indentexpr=YamlIndent() indentkeys=!^F,o,O
  " A tab is never right in YAML, and not seen: show it, and blanks at the end.
  autocmd FileType yaml setlocal list listchars=tab:>-,trail:~
augroup END
