return function(score) return score, 2 end
