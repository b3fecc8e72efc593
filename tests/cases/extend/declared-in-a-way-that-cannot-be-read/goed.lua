return function(score) return "BO" end
