echo $VAR_nothing
