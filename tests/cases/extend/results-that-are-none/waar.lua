return function(score) return score > 3 end
