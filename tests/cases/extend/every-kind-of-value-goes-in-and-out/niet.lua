return function(waar) return not waar end
