return function(score) return "matig" end
