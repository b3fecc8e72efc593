return function(score) return score ^ (1/2) end
