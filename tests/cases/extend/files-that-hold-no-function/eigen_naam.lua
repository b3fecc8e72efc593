return function(score) return _PEIL_ADD end
