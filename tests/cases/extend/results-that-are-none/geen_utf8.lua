return function(score) return "\xff" end
