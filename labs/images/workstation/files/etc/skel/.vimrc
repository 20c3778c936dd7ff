syntax on
set expandtab tabstop=2 shiftwidth=2 softtabstop=2 autoindent
set nobackup noswapfile mouse=
